package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All of the document but its containers. */
final class DocumentParts {

    private static final int MOST_ATTENTION = 200;

    private final ReportBuilder builder;
    private final ReportFindings findings;
    private final DocumentContent content;

    DocumentParts(ReportBuilder builder, ReportFindings findings, DocumentContent content) {
        this.builder = builder;
        this.findings = findings;
        this.content = content;
    }

    void head(JsonGenerator json) throws IOException {
        ReportScope scope = builder.scope();
        Buckets buckets = builder.buckets();
        json.writeNumberField("format", 1);
        json.writeBooleanField("live", scope.live());
        json.writeNumberField("made", scope.made().toEpochMilli());
        json.writeNumberField("from", buckets.from());
        json.writeNumberField("to", buckets.to());
        SeriesJson.time(json, "heardFrom", scope.live() ? Sample.NO_TIME : millis(scope.heardFrom()));
        json.writeNumberField("bucket", buckets.width());
        json.writeNumberField("buckets", buckets.count());
        json.writeObjectFieldStart("asked");
        SeriesJson.text(json, "since", scope.since());
        SeriesJson.text(json, "service", scope.service());
        SeriesJson.text(json, "host", scope.host());
        json.writeEndObject();
        json.writeArrayFieldStart("tables");
        for (ReportTable table : builder.tables()) {
            table(table, json);
        }
        json.writeEndArray();
        totals(json);
        json.writeArrayFieldStart("attention");
        for (Attention each : findings.attention.subList(0, told())) {
            attention(each, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("hosts");
        HostJson form = new HostJson(findings, buckets.to());
        for (HostRecord each : content.hosts) {
            form.write(each, json);
        }
        json.writeEndArray();
    }

    private int told() {
        return Math.min(MOST_ATTENTION, findings.attention.size());
    }

    private static void table(ReportTable table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", table.name());
        json.writeStringField("location", table.location());
        if (table.version() < 0) {
            json.writeNullField("version");
        } else {
            json.writeNumberField("version", table.version());
        }
        json.writeNumberField("files", table.files());
        json.writeNumberField("bytes", table.bytes());
        json.writeNumberField("rows", table.rows());
        SeriesJson.time(json, "oldest", millis(table.oldest()));
        SeriesJson.time(json, "newest", millis(table.newest()));
        SeriesJson.text(json, "trouble", table.trouble());
        json.writeEndObject();
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? Sample.NO_TIME : time.toEpochMilli();
    }

    private void totals(JsonGenerator json) throws IOException {
        Set<String> services = new HashSet<>();
        findings.series.forEach(each -> services.add(each.series().service));
        json.writeObjectFieldStart("totals");
        json.writeNumberField("hosts", findings.hosts.size());
        json.writeNumberField("services", services.size());
        json.writeNumberField("containers", findings.series.size() + builder.seriesLeftOut());
        json.writeNumberField("samples", builder.samples());
        json.writeNumberField("deployments", builder.deploymentCount());
        json.writeNumberField("futureRows", builder.futureRows());
        json.writeEndObject();
    }

    private void attention(Attention each, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", each.kind().word());
        json.writeNumberField("severity", each.severity());
        SeriesJson.index(json, "host", content.index(each.host()));
        SeriesJson.index(json, "series", content.index(each.series()));
        SeriesJson.index(json, "deployment", content.index(each.deployment()));
        json.writeNumberField("at", each.at());
        json.writeStringField("text", each.text());
        json.writeEndObject();
    }

    void deployments(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("deployments");
        for (DeploymentRecord each : content.deployments) {
            content.write(each, json);
        }
        json.writeEndArray();
    }

    void omitted(JsonGenerator json, int withoutDetails) throws IOException {
        json.writeObjectFieldStart("omitted");
        json.writeNumberField("series", findings.series.size() - content.summaries.size() + builder.seriesLeftOut());
        json.writeNumberField("hosts", findings.hosts.size() - content.hosts.size());
        json.writeNumberField("details", withoutDetails);
        json.writeNumberField("deployments", builder.deploymentCount() - content.deployments.size());
        json.writeNumberField("attention", findings.attention.size() - told());
        json.writeEndObject();
    }
}
