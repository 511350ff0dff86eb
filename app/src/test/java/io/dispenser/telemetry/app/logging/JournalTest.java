package io.dispenser.telemetry.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JournalTest {

    private final LogLines lines = new LogLines(true);

    @Test
    void aLineBeginsWithItsPriority() {
        assertThat(line(Level.ERROR, "the table can't be written", null)).isEqualTo("<3>the table can't be written\n");
        assertThat(line(Level.WARN, "the engine is away", null)).isEqualTo("<4>the engine is away\n");
        assertThat(line(Level.INFO, "12 rows", null)).isEqualTo("<6>12 rows\n");
        assertThat(line(Level.DEBUG, "looking anew", null)).isEqualTo("<7>looking anew\n");
    }

    @Test
    void whatOthersAnswerForgesNoLineAndNoPriority() {
        assertThat(line(Level.INFO, "no\n<3>such container", null).lines()).hasSize(1);
    }

    @Test
    void eachLineOfWhatCausedItHasThePriority() {
        String told = line(Level.ERROR, "a defect", new IOException("oops\nand more", new IOException("deep")));
        assertThat(told.lines())
                .containsExactly(
                        "<3>a defect",
                        "<3>  caused by java.io.IOException: oops\\nand more",
                        "<3>  caused by java.io.IOException: deep");
    }

    /** Which takes the priority off, so that what it shows is JSON. */
    @Test
    void objectsHaveThePriorityTooAndTheirTime() {
        lines.format(LogFormat.JSON);
        assertThat(line(Level.WARN, "the engine is away", null))
                .startsWith("<4>{\"time\":\"20")
                .endsWith("Z\",\"level\":\"warn\",\"message\":\"the engine is away\"}\n");
    }

    @Test
    void itIsThereWhereTheOutputIsTheJournalAndNotWhereItWasRedirected(@TempDir Path folder) throws Exception {
        Path journal = Files.createFile(folder.resolve("journal"));
        Path file = Files.createFile(folder.resolve("file"));
        String stream = Files.getAttribute(journal, "unix:dev") + ":" + Files.getAttribute(journal, "unix:ino");
        assertThat(Journal.isAt(stream, journal)).isTrue();
        assertThat(Journal.isAt(stream, file)).isFalse();
        assertThat(Journal.isAt(null, journal)).isFalse();
        assertThat(Journal.isAt("nonsense", journal)).isFalse();
        assertThat(Journal.isAt(stream, folder.resolve("none"))).isFalse();
    }

    /** As systemd does: the variable names what standard error is, which a child of a shell is given. */
    @Test
    void theProgramWritesThemToTheJournal(@TempDir Path folder) throws Exception {
        for (List<String> variable : List.of(List.of("journal", "<3>"), List.of("another", "2"))) {
            Path error = Files.createFile(folder.resolve(variable.get(0)));
            Path journal = folder.resolve("journal");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OneError.class.getName())
                    .redirectError(error.toFile());
            builder.environment()
                    .put(
                            "JOURNAL_STREAM",
                            Files.getAttribute(journal, "unix:dev") + ":" + Files.getAttribute(journal, "unix:ino"));
            assertThat(builder.start().waitFor()).isZero();
            assertThat(error).content().startsWith(variable.get(1)).contains("something is wrong");
        }
    }

    /** A program that logs. */
    public static final class OneError {

        private OneError() {}

        public static void main(String[] arguments) {
            LoggerFactory.getLogger("telemetry").error("something is wrong");
        }
    }

    private String line(Level level, String message, @Nullable Throwable failure) {
        Logger logger = new LoggerContext().getLogger("telemetry");
        return new String(
                lines.encode(new LoggingEvent("", logger, level, message, failure, null)), StandardCharsets.UTF_8);
    }
}
