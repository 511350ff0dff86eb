package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.storage.ServedSchemes;
import java.util.Set;
import java.util.TreeSet;

/** Schemes as if a single adapter served them all. */
public record SchemesOfOneAdapter(Set<String> schemes) implements ServedSchemes {

    public static final ServedSchemes FILE = of("file");

    public static ServedSchemes of(String... schemes) {
        return new SchemesOfOneAdapter(new TreeSet<>(Set.of(schemes)));
    }

    @Override
    public boolean haveOneAdapter(String scheme, String other) {
        return scheme.equals(other) || (schemes.contains(scheme) && schemes.contains(other));
    }
}
