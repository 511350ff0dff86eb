package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One deployment in the document. */
final class DeploymentJson {

    private DeploymentJson() {}

    /**
     * @param host where its host stands; null if that is not told
     * @param series where its container stands; null if that is not told
     */
    static void write(DeploymentRecord each, @Nullable Integer host, @Nullable Integer series, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("at", each.at);
        SeriesJson.index(json, "host", host);
        SeriesJson.index(json, "series", series);
        json.writeStringField("service", each.service);
        SeriesJson.text(json, "project", each.project);
        SeriesJson.text(json, "name", each.name);
        SeriesJson.text(json, "action", each.action);
        SeriesJson.text(json, "trigger", each.trigger);
        json.writeStringField("image", each.image);
        json.writeStringField("sha", each.sha);
        SeriesJson.text(json, "previousImage", each.previousImage);
        SeriesJson.text(json, "previousSha", each.previousSha);
        json.writeStringField("health", each.health().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }
}
