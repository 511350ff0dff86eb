package io.dispenser.telemetry.adapter.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.InMemoryFileStore;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The independent reader and writer: delta-rs in a Python process. */
public final class DeltaRs {

    private static final String PROPERTY = "telemetry.test.deltars.python";
    private static final String VARIABLE = "TELEMETRY_DELTARS_PYTHON";

    private final String python;
    private final Path script;

    private DeltaRs(String python, Path script) {
        this.python = python;
        this.script = script;
    }

    /** Finds it, or ends the test. */
    public static DeltaRs find(Path scratch) throws Exception {
        Optional<String> python = python();
        if (python.isEmpty()) {
            Requirement.notMet(
                    "delta-rs", "no Python with delta-rs: run .ci/delta-rs.sh, or name one with -D" + PROPERTY);
        }
        Path script = scratch.resolve("deltars.py");
        try (InputStream source = DeltaRs.class.getResourceAsStream("/deltars.py")) {
            Files.write(script, requireNonNull(source).readAllBytes());
        }
        return new DeltaRs(python.orElseThrow(), script);
    }

    /** Runs the script and returns what it prints. */
    List<String> run(Object... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** Runs the script with variables that tell it how to get at the table, and returns what it prints. */
    public List<String> run(Map<String, String> environment, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().putAll(environment);
        Process process = program.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    /** Reads a directory that delta-rs wrote into a store. */
    static void load(Path directory, InMemoryFileStore store) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    private static Optional<String> python() {
        @Nullable String named = System.getProperty(PROPERTY);
        if (named == null) {
            named = System.getenv(VARIABLE);
        }
        if (named != null) {
            return Optional.of(named);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path python = folder.resolve(".ci/venv/bin/python");
            if (Files.isExecutable(python)) {
                return Optional.of(python.toString());
            }
        }
        return Optional.empty();
    }
}
