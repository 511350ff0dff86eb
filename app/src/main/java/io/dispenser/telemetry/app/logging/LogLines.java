package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispenser.telemetry.app.output.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.event.KeyValuePair;

/**
 * Lines of the log. A message holds what engines and stores answered: none of it may move the cursor, or forge a line. In the
 * journal each line has its priority, and in text no time, as the journal has one of its own.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private final boolean toJournal;
    private volatile LogFormat format = LogFormat.TEXT;

    LogLines(boolean toJournal) {
        this.toJournal = toJournal;
    }

    /** From the next line on. */
    void format(LogFormat next) {
        format = next;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Stream<String> lines = format == LogFormat.JSON ? Stream.of(json(event)) : text(event);
        String priority = toJournal ? Journal.priority(event.getLevel()) : "";
        return lines.map(line -> priority + line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private Stream<String> text(ILoggingEvent event) {
        String begin = toJournal ? "" : String.format(Locale.ROOT, "%s %-5s ", time(event), event.getLevel());
        return Stream.concat(
                Stream.of(begin + Printable.oneLine(event.getFormattedMessage())),
                CauseChain.of(event.getThrowableProxy()).map(cause -> "  caused by " + Printable.oneLine(cause)));
    }

    private static String json(ILoggingEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON_FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", time(event));
            json.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
            json.writeStringField("message", event.getFormattedMessage());
            List<KeyValuePair> fields = event.getKeyValuePairs();
            for (KeyValuePair field : fields == null ? List.<KeyValuePair>of() : fields) {
                json.writeStringField(field.key, String.valueOf(field.value));
            }
            List<String> causes = CauseChain.of(event.getThrowableProxy()).toList();
            if (!causes.isEmpty()) {
                json.writeArrayFieldStart("causes");
                for (String cause : causes) {
                    json.writeString(cause);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        // Only texts hold such characters by now, and in them the escapes mean the same characters.
        return Printable.oneLine(line.toString());
    }

    private static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }
}
