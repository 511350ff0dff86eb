package io.dispenser.telemetry.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgramLoggingTest {

    @Test
    void whatEnginesAndStoresAnswerForgesNoLineAndMovesNoCursor() {
        String line = formatted(
                null, "the engine answers {}", "\u001B[2J\u0007\n2026-01-01T00:00:00.000Z ERROR forged\u202E");

        assertThat(line)
                .endsWith(
                        "Z WARN  the engine answers \\u001b[2J\\u0007\\n2026-01-01T00:00:00.000Z ERROR forged\\u202e\n")
                .hasLineCount(1);
    }

    @Test
    void neitherDoesAnExceptionsMessage() {
        assertThat(formatted(new IOException("bell \u0007"), "in full", ""))
                .contains("bell \\u0007")
                .doesNotContain("\u0007");
    }

    private static String formatted(@Nullable Throwable failure, String message, Object argument) {
        LoggerContext context = new LoggerContext();
        ProgramLogging logging = new ProgramLogging();
        logging.setContext(context);
        logging.configure(context);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console =
                (ConsoleAppender<ILoggingEvent>) root.iteratorForAppenders().next();
        ILoggingEvent event = new LoggingEvent(
                "", context.getLogger("telemetry"), Level.WARN, message, failure, new Object[] {argument});
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
