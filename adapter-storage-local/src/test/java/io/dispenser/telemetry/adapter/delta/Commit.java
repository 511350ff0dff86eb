package io.dispenser.telemetry.adapter.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A version of a table, as its commit describes itself.
 *
 * @param operation what was done
 * @param engineInfo who did it
 * @param readVersion the version that it began at, if the commit tells
 */
record Commit(String operation, String engineInfo, OptionalInt readVersion) {

    /** All versions, the first one first, as delta-rs reads them. */
    static List<Commit> history(DeltaRs deltaRs, Path directory) throws Exception {
        Map<Integer, Map<String, String>> versions = new TreeMap<>();
        for (String line : deltaRs.run("history", directory)) {
            String[] fact = line.split(" ", 3);
            versions.computeIfAbsent(Integer.valueOf(fact[0]), version -> new HashMap<>())
                    .put(fact[1], fact[2]);
        }
        assertThat(versions.keySet())
                .containsExactlyElementsOf(
                        IntStream.range(0, versions.size()).boxed().toList());
        return versions.values().stream().map(Commit::of).toList();
    }

    private static Commit of(Map<String, String> facts) {
        String read = requireNonNull(facts.get("readVersion"));
        return new Commit(
                requireNonNull(facts.get("operation")),
                requireNonNull(facts.get("engineInfo")),
                read.equals("None") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(read)));
    }
}
