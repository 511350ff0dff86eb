package io.dispenser.telemetry.app.health;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispenser.telemetry.app.health.AgentHealth.EngineHealth;
import io.dispenser.telemetry.app.health.AgentHealth.Recent;
import io.dispenser.telemetry.app.health.AgentHealth.Stranded;
import io.dispenser.telemetry.app.health.AgentHealth.TableHealth;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.port.SpoolSpace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An agent's health as a JSON document of one line. Instants are texts in UTC, ages are in seconds, and what is not known is
 * null.
 */
public final class HealthDocument {

    /** Grows when a field comes to mean something else; fields may come without that. */
    private static final int VERSION = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private HealthDocument() {}

    /** The document. */
    public static String of(AgentHealth health) {
        Instant now = health.at();
        List<String> troubles = health.troubles();
        ObjectNode document = JSON.createObjectNode()
                .put("version", VERSION)
                .put("ready", troubles.isEmpty())
                .put("program", health.version())
                .put("at", text(now))
                .put("started_at", text(health.startedAt()));
        texts(document.putArray("troubles"), troubles);
        instant(document, "troubled_since", health.troubledSince());
        texts(document.putArray("notices"), health.notices());
        engine(document.putObject("engine"), health.engine(), now);
        ArrayNode tables = document.putArray("tables");
        health.tables().forEach(table -> table(tables.addObject(), table, now));
        return document.toString();
    }

    private static void engine(ObjectNode document, EngineHealth engine, Instant now) {
        document.put("name", engine.name());
        instant(document, "followed_since", engine.followedSince());
        instant(document, "last_sample", engine.lastSample());
        age(document, "last_sample_age_seconds", engine.lastSample(), now);
        document.put("problem", engine.problem());
        instant(document, "problem_since", engine.problemSince());
        document.put("remedy", engine.remedy());
    }

    private static void table(ObjectNode document, TableHealth table, Instant now) {
        PipelineHealth pipeline = table.pipeline();
        document.put("table", pipeline.table())
                .put("uri", table.uri())
                .put("state", pipeline.state().name().toLowerCase(Locale.ROOT))
                .put("reached", table.reached())
                .put("problem", pipeline.problem());
        instant(document, "problem_since", table.problemSince());
        document.put("remedy", table.remedy());
        instant(document, "last_write", table.lastWrite());
        age(document, "last_write_age_seconds", table.lastWrite(), now);
        document.put("accepted", pipeline.accepted())
                .put("refused", pipeline.refused())
                .put("written", pipeline.written())
                .put("waiting", pipeline.waiting());
        instant(document, "oldest_waiting", pipeline.oldestWaiting());
        age(document, "oldest_waiting_age_seconds", pipeline.oldestWaiting(), now);
        document.put("set_aside", pipeline.setAside());
        SpoolSpace space = pipeline.space();
        if (space != null) {
            document.put("spool_used_bytes", space.usedBytes()).put("spool_free_bytes", space.freeBytes());
        }
        document.put("spool_lasts_seconds", table.spoolLasts());
        document.put("spool_problem", pipeline.spoolProblem());
        Stranded stranded = table.stranded();
        document.put("stranded_files", stranded == null ? 0 : stranded.files());
        instant(document, "stranded_since", stranded == null ? null : stranded.since());
        age(document, "stranded_age_seconds", stranded == null ? null : stranded.since(), now);
        instant(document, "last_maintenance", table.lastMaintenance());
        document.put("maintenance_problem", table.maintenanceProblem());
        recent(document.putObject("recent"), table.recent());
    }

    private static void recent(ObjectNode document, Recent recent) {
        instant(document, "until", recent.until());
        document.put("slot_seconds", Recent.SECONDS).put("accepted_a_minute", recent.acceptedAMinute());
        numbers(document.putArray("accepted"), recent.accepted());
        numbers(document.putArray("written"), recent.written());
        numbers(document.putArray("waiting"), recent.waiting());
        numbers(document.putArray("flush_millis"), recent.flushMillis());
    }

    private static void numbers(ArrayNode array, List<@Nullable Long> numbers) {
        numbers.forEach(array::add);
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static void instant(ObjectNode document, String field, @Nullable Instant instant) {
        document.put(field, instant == null ? null : text(instant));
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void age(ObjectNode document, String field, @Nullable Instant instant, Instant now) {
        document.put(
                field,
                instant == null
                        ? null
                        : Math.max(0, Duration.between(instant, now).toSeconds()));
    }
}
