package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All of the document but its containers. */
final class DocumentParts {

    private static final int MOST_ATTENTION = 200;

    /** So many gaps are told of all hosts together, of each the longest; a host has this many at the least. */
    private static final int MOST_GAPS = 4_000;

    private static final int FEWEST_GAPS = 3;

    private final ReportBuilder builder;
    private final ReportFindings findings;
    private final Map<Series, Integer> seriesIndexes;
    private final Map<DeploymentRecord, Integer> deploymentIndexes;

    DocumentParts(
            ReportBuilder builder,
            ReportFindings findings,
            Map<Series, Integer> seriesIndexes,
            Map<DeploymentRecord, Integer> deploymentIndexes) {
        this.builder = builder;
        this.findings = findings;
        this.seriesIndexes = seriesIndexes;
        this.deploymentIndexes = deploymentIndexes;
    }

    void head(JsonGenerator json) throws IOException {
        ReportScope scope = builder.scope();
        Buckets buckets = builder.buckets();
        json.writeNumberField("format", 1);
        json.writeBooleanField("live", scope.live());
        json.writeNumberField("made", scope.made().toEpochMilli());
        json.writeNumberField("from", buckets.from());
        json.writeNumberField("to", buckets.to());
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
        for (HostRecord each : findings.hosts) {
            host(each, json);
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
        HostRecord host = each.host();
        index(json, "host", host == null ? null : (Integer) host.index);
        index(json, "series", each.series() == null ? null : seriesIndexes.get(each.series()));
        index(json, "deployment", each.deployment() == null ? null : deploymentIndexes.get(each.deployment()));
        json.writeNumberField("at", each.at());
        json.writeStringField("text", each.text());
        json.writeEndObject();
    }

    private static void index(JsonGenerator json, String name, @Nullable Integer index) throws IOException {
        if (index == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, index);
        }
    }

    private void host(HostRecord host, JsonGenerator json) throws IOException {
        json.writeStartObject();
        SeriesJson.text(json, "name", host.name);
        SeriesJson.time(json, "first", host.isSampled() ? host.first() : Sample.NO_TIME);
        SeriesJson.time(json, "last", host.isSampled() ? host.last() : Sample.NO_TIME);
        boolean silent = findings.isSilent(host);
        json.writeBooleanField("silent", silent);
        SeriesJson.time(json, "interval", host.usualInterval() == 0 ? Sample.NO_TIME : host.usualInterval());
        json.writeArrayFieldStart("gaps");
        List<long[]> gaps = host.gaps();
        int most = Math.max(FEWEST_GAPS, MOST_GAPS / findings.hosts.size());
        if (gaps.size() > most) {
            gaps.sort(Comparator.comparingLong((long[] gap) -> gap[1] - gap[0]).reversed());
            gaps = gaps.subList(0, most);
            gaps.sort(Comparator.comparingLong((long[] gap) -> gap[0]));
        }
        for (long[] gap : gaps) {
            json.writeArray(gap, 0, 2);
        }
        if (silent) {
            json.writeArray(new long[] {host.last(), builder.buckets().to()}, 0, 2);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void deployments(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("deployments");
        for (DeploymentRecord each : findings.deployments) {
            if (deploymentIndexes.containsKey(each)) {
                deployment(each, json);
            }
        }
        json.writeEndArray();
    }

    private void deployment(DeploymentRecord each, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("at", each.at);
        Series owner = findings.owner(each);
        index(json, "host", hostIndex(each, owner));
        index(json, "series", owner == null ? null : seriesIndexes.get(owner));
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

    private @Nullable Integer hostIndex(DeploymentRecord each, @Nullable Series owner) {
        if (owner != null) {
            return owner.host.index;
        }
        HostRecord host = findings.host(each.host);
        return host == null ? null : host.index;
    }

    void omitted(JsonGenerator json, int withoutDetails) throws IOException {
        json.writeObjectFieldStart("omitted");
        json.writeNumberField("series", findings.series.size() - seriesIndexes.size() + builder.seriesLeftOut());
        json.writeNumberField("details", withoutDetails);
        json.writeNumberField("deployments", builder.deploymentCount() - deploymentIndexes.size());
        json.writeNumberField("attention", findings.attention.size() - told());
        json.writeEndObject();
    }
}
