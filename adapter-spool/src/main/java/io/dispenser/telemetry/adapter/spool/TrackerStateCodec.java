package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.deployment.KnownContainer;
import io.dispenser.telemetry.core.deployment.SeenChange;
import io.dispenser.telemetry.core.deployment.StartupState;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TableRow;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The state of the tracker of deployments as a JSON document. Rows stand in it as in a segment. */
final class TrackerStateCodec {

    private static final int FORMAT = 1;

    private static final EventFormat<DeploymentEvent> ROW_FORMAT = EventFormat.of(TelemetryTables.DEPLOYMENTS);

    private TrackerStateCodec() {}

    static byte[] write(TrackerState trackerState) throws IOException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("format", FORMAT);
        document.put("engine", trackerState.engine());
        document.put("host", trackerState.host());
        document.put("since", trackerState.since().toString());
        document.put("until", trackerState.until().toString());
        ArrayNode containers = document.putArray("containers");
        for (KnownContainer container : trackerState.containers()) {
            ObjectNode each = containers.addObject();
            each.put("id", container.id())
                    .put("service", container.service())
                    .put("lineage", container.lineage())
                    .put("image", container.image())
                    .put("image_id", container.imageId())
                    .put("image_sha", container.imageSha())
                    .put("configuration", container.configuration())
                    .put("limits", container.limits())
                    .put("created_at", container.createdAt().toString())
                    .put("present", container.present());
            if (container.startedAt() != null) {
                each.put("started_at", container.startedAt().toString());
            }
            if (container.endedAt() != null) {
                each.put("ended_at", container.endedAt().toString());
            }
        }
        ArrayNode reported = document.putArray("reported");
        for (SeenChange change : trackerState.reported()) {
            reported.addObject()
                    .put("id", change.containerId())
                    .put("kind", word(change.kind()))
                    .put("at", change.at().toString());
        }
        write(trackerState.startup(), document.putObject("startup"));
        ArrayNode rows = document.putArray("rows");
        for (DeploymentEvent row : trackerState.rows()) {
            rows.add(Json.read(ROW_FORMAT.write(row)));
        }
        return Json.write(document);
    }

    static TrackerState read(byte[] bytes) throws UnreadableEventException {
        JsonNode document;
        try {
            document = Json.read(bytes);
        } catch (IOException e) {
            throw new UnreadableEventException("it is not JSON");
        }
        try {
            return read(document);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(String.valueOf(e.getMessage()));
        }
    }

    private static TrackerState read(JsonNode document) throws UnreadableEventException {
        TableRow fields = new EventFields(document);
        int format = fields.intValue("format");
        if (format != FORMAT) {
            throw new UnreadableEventException("its format version " + format + " is not known");
        }
        List<KnownContainer> containers = new ArrayList<>();
        for (JsonNode each : document.path("containers")) {
            TableRow container = new EventFields(each);
            containers.add(new KnownContainer(
                    container.string("id"),
                    container.nullableString("service"),
                    container.string("lineage"),
                    container.string("image"),
                    container.nullableString("image_id"),
                    container.nullableString("image_sha"),
                    container.nullableString("configuration"),
                    container.nullableString("limits"),
                    container.instant("created_at"),
                    container.booleanValue("present"),
                    container.nullableInstant("started_at"),
                    container.nullableInstant("ended_at")));
        }
        List<SeenChange> reported = new ArrayList<>();
        for (JsonNode each : document.path("reported")) {
            TableRow change = new EventFields(each);
            reported.add(new SeenChange(
                    change.string("id"),
                    change.oneOf("kind", ContainerChange.Kind.values(), TrackerStateCodec::word),
                    change.instant("at")));
        }
        List<DeploymentEvent> rows = new ArrayList<>();
        for (JsonNode row : document.path("rows")) {
            rows.add(ROW_FORMAT.read(row));
        }
        return new TrackerState(
                fields.string("engine"),
                fields.nullableString("host"),
                fields.instant("since"),
                fields.instant("until"),
                containers,
                reported,
                startup(document.path("startup")),
                rows);
    }

    private static void write(StartupState startup, ObjectNode object) {
        if (startup.emptySince() != null) {
            object.put("empty_since", startup.emptySince().toString());
        }
        if (startup.created() != null) {
            ArrayNode created = object.putArray("created");
            startup.created().stream().sorted().forEach(created::add);
        }
    }

    /** Of a state that an older version wrote, nothing is known. */
    private static StartupState startup(JsonNode object) throws UnreadableEventException {
        if (!object.isObject()) {
            return StartupState.NONE;
        }
        JsonNode services = object.path("created");
        Set<String> created = services.isArray() ? new HashSet<>() : null;
        if (created != null) {
            services.forEach(service -> created.add(service.asText()));
        }
        return new StartupState(new EventFields(object).nullableInstant("empty_since"), created);
    }

    private static String word(ContainerChange.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
