package io.dispenser.telemetry.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.Main;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.AnswerStream;
import io.dispenser.telemetry.app.storage.InstalledAdapters;
import io.dispenser.telemetry.testkit.JavaCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of an answer that did not get to its end: a script takes what lies in its file for all that there is. */
class LostAnswerTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aStandardOutputThatCanNotBeWrittenIsAFailure() {
        int exitCode = execute(new Failing("No space left on device"), "show", "--help");

        assertThat(exitCode).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "the standard output can't be written (No space left on device); what is there is not the whole"
                                + " answer" + System.lineSeparator());
    }

    @Test
    void aReaderThatWantsNoMoreIsNone() {
        int exitCode = execute(new Failing("Broken pipe"), true, "show", "--help");

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(err.size()).isZero();
    }

    @Test
    void whatIsWrongWithTheArgumentsStaysTheExitCode() {
        int exitCode = execute(new Failing("No space left on device"), "show", "--limit", "0");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anAnswerThatIsWrittenIsWhole() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(execute(out, "show", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: dispenser-telemetry show");
        assertThat(err.size()).isZero();
    }

    @Test
    void aLineIsThereAsSoonAsItIsWhole() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AnswerStream.into(out, StandardCharsets.UTF_8, false).println("Observing");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Observing" + System.lineSeparator());
    }

    @Test
    void ofAProcessItIsTheSame() throws Exception {
        assertThat(toldBy("\"$@\" | true")).isEmpty();
        assertThat(toldBy("\"$@\" >/dev/full")).startsWith("the standard output can't be written (");
        assertThat(toldBy("\"$@\" >&-")).startsWith("the standard output can't be written (");
    }

    private static String toldBy(String script) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(JavaCommand.of(Main.class, List.of(), "--help"));
        Process process = new ProcessBuilder(command).start();
        String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return told;
    }

    private int execute(OutputStream out, String... arguments) {
        return execute(out, false, arguments);
    }

    private int execute(OutputStream out, boolean hasReader, String... arguments) {
        CommandContext context = new CommandContext(
                Map.of(),
                Path.of("nowhere"),
                AnswerStream.into(out, StandardCharsets.UTF_8, hasReader),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InstalledAdapters.ofProcess());
        return DispenserTelemetry.execute(context, arguments);
    }

    private static final class Failing extends OutputStream {

        private final String reason;

        Failing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }
}
