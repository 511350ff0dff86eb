package io.dispenser.telemetry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Commands as a person runs them. */
final class Shell {

    /** What a command said, without the last line's end. */
    record Result(int exitCode, String out, String err) {}

    private Shell() {}

    static Result run(Path directory, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                assertThat(process.waitFor(5, TimeUnit.MINUTES))
                        .as(String.join(" ", command))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out).stripTrailing(),
                    Files.readString(err).stripTrailing());
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a command prints that has to succeed. */
    static String outputOf(Path directory, String... command) throws IOException, InterruptedException {
        Result result = run(directory, command);
        assertThat(result.exitCode())
                .as("%s%n%s", String.join(" ", command), result.err())
                .isZero();
        return result.out();
    }
}
