package io.dispenser.telemetry.adapter.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.jspecify.annotations.Nullable;

/** A script of the test's resources, run by the Python that has the readers which are not Kernel. */
final class PythonScript {

    private static final String PROPERTY = "telemetry.test.python";

    private final String python;
    private final Path script;

    private PythonScript(String python, Path script) {
        this.python = python;
        this.script = script;
    }

    /**
     * Finds the Python, or ends the test.
     *
     * @param reader the requirement that it meets
     * @param scratch where the script is put
     */
    static PythonScript find(String reader, String name, Path scratch) throws IOException {
        Optional<String> python = python();
        if (python.isEmpty()) {
            Requirement.notMet(
                    reader, "no Python with " + reader + ": run .ci/readers.sh, or name one with -D" + PROPERTY);
        }
        Path script = scratch.resolve(name);
        try (InputStream source = PythonScript.class.getResourceAsStream("/" + name)) {
            Files.write(script, requireNonNull(source).readAllBytes());
        }
        return new PythonScript(python.orElseThrow(), script);
    }

    /** Runs the script, which has to end well, and returns what it prints. */
    List<String> run(Map<String, String> environment, Object... arguments) throws IOException, InterruptedException {
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

    private static Optional<String> python() {
        @Nullable String named = System.getProperty(PROPERTY);
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
