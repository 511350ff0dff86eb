package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.adapter.docker.DocumentReader.UnreadableDocument;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of {@code GET /events}. Of these only {@code Type}, {@code Action}, {@code Actor} and the times: the other
 * fields are gone from API 1.52 on.
 */
final class ChangeJson {

    /** The engine sends what may matter and nothing else: a health check alone is three events a probe. */
    static final String FILTERS = URLEncoder.encode(
            "{\"type\":[\"container\"],\"event\":[\"create\",\"update\",\"restart\",\"rename\",\"start\",\"stop\",\"die\",\"died\",\"oom\","
                    + "\"destroy\",\"remove\"]}",
            StandardCharsets.UTF_8);

    private static final long NANOS = 1_000_000_000L;

    private ChangeJson() {}

    /**
     * The change that {@code event} reports, or empty for an event that is no change.
     *
     * @throws UnreadableDocument if it is no event at all
     */
    static Optional<ContainerChange> change(JsonNode event) throws UnreadableDocument {
        if (!event.isObject()) {
            throw new UnreadableDocument("an event is no JSON object");
        }
        Kind kind = kind(event.path("Action").asText(""));
        JsonNode actor = event.path("Actor");
        String id = actor.path("ID").asText("");
        if (kind == null || id.isEmpty() || !event.path("Type").asText("").equals("container")) {
            return Optional.empty();
        }
        return Optional.of(new ContainerChange(id, kind, time(event), ContainerJson.texts(actor.path("Attributes"))));
    }

    private static @Nullable Kind kind(String action) {
        return switch (action) {
            case "create" -> Kind.CREATED;
            case "update" -> Kind.UPDATED;
            case "restart" -> Kind.RESTARTED;
            case "rename" -> Kind.RENAMED;
            case "start" -> Kind.STARTED;
            case "stop" -> Kind.STOPPED;
            // Podman's words are died and remove.
            case "die", "died" -> Kind.ENDED;
            case "oom" -> Kind.OUT_OF_MEMORY;
            case "destroy", "remove" -> Kind.REMOVED;
            default -> null;
        };
    }

    /** The time of an event of whatever kind. */
    static Instant time(JsonNode event) throws UnreadableDocument {
        long nanos = event.path("timeNano").asLong(0);
        long seconds = event.path("time").asLong(0);
        if (nanos == 0 && seconds == 0) {
            throw new UnreadableDocument("an event has no time");
        }
        return nanos != 0
                ? Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))
                : Instant.ofEpochSecond(seconds);
    }
}
