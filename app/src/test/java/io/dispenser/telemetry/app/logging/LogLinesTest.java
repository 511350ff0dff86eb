package io.dispenser.telemetry.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {

    private static final String FORGED = "\u001B[2J\u0007\n2026-01-01T00:00:00.000Z ERROR forged\u202E \u2028\"}";

    private final LogLines lines = new LogLines(false);

    @Test
    void whatEnginesAndStoresAnswerForgesNoLineAndMovesNoCursor() {
        assertThat(line("the engine answers {}", FORGED, null))
                .matches("(?s)20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  the engine answers .*")
                .endsWith("\\u001b[2J\\u0007\\n2026-01-01T00:00:00.000Z ERROR forged\\u202e \\u2028\"}\n")
                .hasLineCount(1);
    }

    @Test
    void neitherDoesAnExceptionsMessageAndItsFramesAreNotTold() {
        assertThat(line("in full", "", new IOException("bell \u0007", new IOException("deep"))))
                .endsWith(
                        "in full\n  caused by java.io.IOException: bell \\u0007\n  caused by java.io.IOException: deep\n");
    }

    @Test
    void ofADefectThePlaceInOurOwnCodeIsTold() {
        assertThat(line("in full", "", new IllegalStateException("oops")))
                .containsPattern("IllegalStateException: oops \\(LogLinesTest\\.java:\\d+\\)\n$");
    }

    @Test
    void anObjectALineHoldsTheMessageAsItIsAndMovesNoCursorEither() throws Exception {
        lines.format(LogFormat.JSON);
        String line = line("the engine answers {}", FORGED, new IOException("bell \u0007"));
        assertThat(line.codePoints().filter(c -> c < ' ' || c == 0x202E || c == 0x2028))
                .as("but the one at its end")
                .containsExactly((int) '\n');
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(object.properties())
                .extracting(field -> field.getKey())
                .containsExactly("time", "level", "message", "table", "causes");
        assertThat(object.get("level").asText()).isEqualTo("warn");
        assertThat(object.get("table").asText()).isEqualTo("status");
        assertThat(object.get("message").asText()).isEqualTo("the engine answers " + FORGED);
        assertThat(object.get("causes").get(0).asText()).isEqualTo("java.io.IOException: bell \u0007");
    }

    private String line(String message, Object argument, @Nullable Throwable failure) {
        LoggingEvent event = new LoggingEvent(
                "", new LoggerContext().getLogger("telemetry"), Level.WARN, message, failure, new Object[] {argument});
        event.addKeyValuePair(new KeyValuePair("table", "status"));
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }
}
