package io.dispenser.telemetry.app.socket;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies as JSON documents of one line.
 *
 * <pre>
 *   {"version":1,"request":"status"}
 *   {"version":1,"service":"web","trigger":"manual_reload","container":"web-1","at":"2026-03-01T12:00:00Z"}
 *   {"version":1,"outcome":"recorded","message":"…"}
 * </pre>
 *
 * <p>{@code container} and {@code at} may be missing. A report's reader is strict, since a field that it does not know may
 * change what the report means; a reply's reader is not, since agents may come to say more.
 */
final class Documents {

    /** The version of reports that is written, and the only one that is read. */
    static final int VERSION = 1;

    private static final int LONGEST_TEXT = 500;

    private static final String VERSION_FIELD = "version";
    private static final String REQUEST = "request";
    private static final String STATUS = "status";
    private static final String SERVICE = "service";
    private static final String TRIGGER = "trigger";
    private static final String CONTAINER = "container";
    private static final String AT = "at";
    private static final String OUTCOME = "outcome";
    private static final String MESSAGE = "message";
    private static final Set<String> REPORT_FIELDS = Set.of(VERSION_FIELD, SERVICE, TRIGGER, CONTAINER, AT);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    /** The question how the agent is. */
    static String statusRequest() {
        return JSON.createObjectNode()
                .put(VERSION_FIELD, VERSION)
                .put(REQUEST, STATUS)
                .toString();
    }

    /** Whether {@code line} is that question, of any version: its answer says which version it is of itself. */
    static boolean isStatusRequest(String line) {
        try {
            return JSON.readTree(line).path(REQUEST).asText().equals(STATUS);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Whether {@code line} is a reply to a report: all that an agent has for a question that it does not know. */
    static boolean isReply(String line) {
        try {
            return JSON.readTree(line).has(OUTCOME);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    static String write(DeploymentReport report) {
        ObjectNode document = JSON.createObjectNode()
                .put(VERSION_FIELD, VERSION)
                .put(SERVICE, report.service())
                .put(TRIGGER, report.trigger().columnValue());
        if (report.container() != null) {
            document.put(CONTAINER, report.container());
        }
        if (report.at() != null) {
            document.put(AT, report.at().toString());
        }
        return document.toString();
    }

    static DeploymentReport readReport(String line) throws UnacceptableReport {
        JsonNode document = parse(line);
        JsonNode version = document.path(VERSION_FIELD);
        if (!version.isInt()) {
            throw invalid("it has no version");
        }
        if (version.intValue() != VERSION) {
            throw new UnacceptableReport(Reply.refused("the agent that runs reads reports of version " + VERSION
                    + ", and this one is of version " + version.intValue() + ": use the same version of both"));
        }
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!REPORT_FIELDS.contains(name)) {
                throw invalid("unknown field " + name);
            }
        }
        return new DeploymentReport(
                needed(document, SERVICE), text(document, CONTAINER), trigger(needed(document, TRIGGER)), at(document));
    }

    static String write(Reply reply) {
        return JSON.createObjectNode()
                .put(VERSION_FIELD, VERSION)
                .put(OUTCOME, reply.outcome().name().toLowerCase(Locale.ROOT))
                .put(MESSAGE, reply.message())
                .toString();
    }

    /** What a reply says; one that can't be understood leaves everything unknown. */
    static Reply readReply(String line) {
        try {
            JsonNode document = JSON.readTree(line);
            String word = document.path(OUTCOME).asText();
            for (Reply.Outcome outcome : Reply.Outcome.values()) {
                if (outcome.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return new Reply(outcome, document.path(MESSAGE).asText());
                }
            }
        } catch (JsonProcessingException e) {
            // Nor can what is no JSON at all be understood.
        }
        return Reply.unknown("the agent's answer can't be understood; is it of another version?");
    }

    private static JsonNode parse(String line) throws UnacceptableReport {
        try {
            JsonNode document = JSON.readTree(line);
            if (!document.isObject()) {
                throw invalid("it is no JSON object");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw invalid("it is no JSON document: " + e.getOriginalMessage());
        }
    }

    private static TriggerType trigger(String word) throws UnacceptableReport {
        return TriggerType.of(word)
                .orElseThrow(() -> invalid(
                        "trigger is one of " + String.join(", ", TriggerType.columnValues()) + ", not " + word));
    }

    private static @Nullable Instant at(JsonNode document) throws UnacceptableReport {
        String text = text(document, AT);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw invalid("at is an instant such as 2026-03-01T12:00:00Z, not " + text);
        }
    }

    private static String needed(JsonNode document, String field) throws UnacceptableReport {
        String text = text(document, field);
        if (text == null) {
            throw invalid("it has no " + field);
        }
        return text;
    }

    private static @Nullable String text(JsonNode document, String field) throws UnacceptableReport {
        JsonNode value = document.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw invalid(field + " has to be a text that is not blank");
        }
        if (value.textValue().length() > LONGEST_TEXT) { // it comes back in the reply, which is a line as well
            throw invalid(field + " has more than " + LONGEST_TEXT + " characters");
        }
        return value.textValue();
    }

    private static UnacceptableReport invalid(String problem) {
        return new UnacceptableReport(Reply.invalid("the report can't be read: " + problem));
    }
}
