package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.TextRule;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Turns what was written for a directory of this machine into an absolute path, or into a finding. */
final class DirectoryRule {

    private final Path file;
    private final Diagnostics diagnostics;

    /** @param file the file that relative paths are relative to */
    DirectoryRule(Path file, Diagnostics diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
    }

    /** Of a key that can be nothing but a directory. */
    Optional<Path> apply(Located<String> written) {
        return TextRule.apply(written, "write a directory of this machine, or leave the key out", diagnostics)
                .flatMap(text -> {
                    if (TableUri.isUri(text)) {
                        return refuse(written, "a URI, but a directory of this machine is needed", "write its path");
                    }
                    return directory(written, text);
                });
    }

    /** @param path what of {@code written} is a path, relative to the file or absolute */
    Optional<Path> directory(Located<String> written, String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return refuse(written, "~ is not expanded in this file", "write the home directory in full");
        }
        try {
            return Optional.of(file.toAbsolutePath().resolveSibling(path).normalize());
        } catch (InvalidPathException e) {
            return refuse(written, "not a path on this machine: " + e.getReason(), "write another path");
        }
    }

    private Optional<Path> refuse(Located<String> written, String message, String remedy) {
        diagnostics.error(written, message, remedy);
        return Optional.empty();
    }
}
