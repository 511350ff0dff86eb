package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The independent reader and writer: delta-rs in a Python process. */
public final class DeltaRs {

    private final PythonScript script;

    private DeltaRs(PythonScript script) {
        this.script = script;
    }

    /** Finds it, or ends the test. */
    public static DeltaRs find(Path scratch) throws IOException {
        return new DeltaRs(PythonScript.find("delta-rs", "deltars.py", scratch));
    }

    /** Runs the script and returns what it prints. */
    List<String> run(Object... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** Runs the script with variables that tell it how to get at the table, and returns what it prints. */
    public List<String> run(Map<String, String> environment, Object... arguments)
            throws IOException, InterruptedException {
        return script.run(environment, arguments);
    }

    /** Reads a directory that delta-rs wrote into a store. */
    static void load(Path directory, InMemoryTableStore store) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }
}
