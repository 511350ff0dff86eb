package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.KnownContainer;
import io.dispenser.telemetry.core.container.SeenChange;
import io.dispenser.telemetry.core.container.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The knowledge of deployments as a JSON document. Rows stand in it as in a segment. */
final class TrackerStateCodec {

    private static final int FORMAT = 1;

    private TrackerStateCodec() {}

    static byte[] write(TrackerState trackerState) throws IOException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("format", FORMAT);
        document.put("engine", trackerState.engine());
        document.put("since", trackerState.since().toString());
        document.put("until", trackerState.until().toString());
        ArrayNode containers = document.putArray("containers");
        for (KnownContainer container : trackerState.containers()) {
            containers
                    .addObject()
                    .put("id", container.id())
                    .put("service", container.service())
                    .put("lineage", container.lineage())
                    .put("image", container.image())
                    .put("image_id", container.imageId())
                    .put("configuration", container.configuration())
                    .put("limits", container.limits())
                    .put("created_at", container.createdAt().toString())
                    .put("present", container.present());
        }
        ArrayNode reported = document.putArray("reported");
        for (SeenChange change : trackerState.reported()) {
            reported.addObject()
                    .put("id", change.containerId())
                    .put("kind", word(change.kind()))
                    .put("at", change.at().toString());
        }
        ArrayNode rows = document.putArray("rows");
        EventFormat<DeploymentEvent> format = EventFormat.of(TelemetryTables.DEPLOYMENTS);
        for (DeploymentEvent row : trackerState.rows()) {
            rows.add(Json.read(format.write(row)));
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
        EventFields fields = new EventFields(document);
        int format = fields.number("format");
        if (format != FORMAT) {
            throw new UnreadableEventException("its format version " + format + " is not known");
        }
        List<KnownContainer> containers = new ArrayList<>();
        for (JsonNode each : document.path("containers")) {
            EventFields container = new EventFields(each);
            containers.add(new KnownContainer(
                    container.text("id"),
                    container.optionalText("service"),
                    container.text("lineage"),
                    container.text("image"),
                    container.optionalText("image_id"),
                    container.optionalText("configuration"),
                    container.optionalText("limits"),
                    container.instant("created_at"),
                    container.flag("present")));
        }
        List<SeenChange> reported = new ArrayList<>();
        for (JsonNode each : document.path("reported")) {
            EventFields change = new EventFields(each);
            reported.add(new SeenChange(
                    change.text("id"),
                    change.word("kind", ContainerChange.Kind.values(), TrackerStateCodec::word),
                    change.instant("at")));
        }
        List<DeploymentEvent> rows = new ArrayList<>();
        for (JsonNode row : document.path("rows")) {
            rows.add(EventReaders.deployment(new EventFields(row)));
        }
        return new TrackerState(
                fields.text("engine"), fields.instant("since"), fields.instant("until"), containers, reported, rows);
    }

    private static String word(ContainerChange.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
