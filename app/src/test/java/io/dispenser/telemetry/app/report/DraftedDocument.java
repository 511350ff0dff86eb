package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report's document that a test puts together. */
final class DraftedDocument {

    /** Monday, 30 November 2026, 12:30 in UTC. */
    static final long TO = Instant.parse("2026-11-30T12:30:00Z").toEpochMilli();

    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    private static final ObjectMapper JSON = new ObjectMapper();

    final int buckets;
    final long bucket;
    final long from;
    private final ObjectNode document = JSON.createObjectNode();
    private final ArrayNode hosts = document.putArray("hosts");
    private final ArrayNode attention = document.putArray("attention");
    private final List<ObjectNode> deployments = new ArrayList<>();
    private final ArrayNode tables = document.putArray("tables");
    private final List<DraftedSeries> series = new ArrayList<>();

    DraftedDocument(int buckets, long bucket) {
        this.buckets = buckets;
        this.bucket = bucket;
        from = TO - buckets * bucket;
    }

    long at(double bucketNumber) {
        return from + Math.round(bucketNumber * bucket);
    }

    /** @param last the bucket of the last sample; gaps are pairs of buckets */
    DraftedDocument host(String name, int last, int... gaps) {
        ObjectNode host = hosts.addObject()
                .put("name", name)
                .put("first", from)
                .put("last", at(last))
                .put("silent", last < buckets - 3)
                .put("interval", bucket);
        ArrayNode all = host.putArray("gaps");
        for (int i = 0; i < gaps.length; i += 2) {
            all.addArray().add(at(gaps[i])).add(at(gaps[i + 1]));
        }
        return this;
    }

    DraftedSeries series(int host, @Nullable String project, String service, String name, String image) {
        DraftedSeries added = new DraftedSeries(host, project, service, name, image, buckets);
        series.add(added);
        return added;
    }

    /** @param series its index; less than 0 if it is about a host alone */
    DraftedDocument attention(String kind, int severity, int host, int series, double bucketNumber, String text) {
        ObjectNode added = attention
                .addObject()
                .put("kind", kind)
                .put("severity", severity)
                .put("host", host)
                .put("at", at(bucketNumber))
                .put("text", text);
        if (series < 0) {
            added.putNull("series");
        } else {
            added.put("series", series);
        }
        return this;
    }

    /** A deployment of the series of that index. */
    DraftedDocument deployment(
            double bucketNumber, int of, String action, String trigger, String image, String before, String health) {
        ObjectNode deployed = series.get(of).node;
        deployments.add(JSON.createObjectNode()
                .put("at", at(bucketNumber))
                .put("host", deployed.get("host").asInt())
                .put("series", of)
                .put("service", deployed.get("service").asText())
                .put("project", deployed.path("project").textValue())
                .put("name", deployed.get("name").asText())
                .put("action", action)
                .put("trigger", trigger)
                .put("image", image)
                .put("sha", "sha256:0c5f")
                .put("previousImage", before)
                .put("previousSha", "sha256:77aa")
                .put("health", health));
        return this;
    }

    DraftedDocument table(String name, String location, long rows, @Nullable String trouble) {
        tables.addObject()
                .put("name", name)
                .put("location", location)
                .put("version", 1412)
                .put("files", 37)
                .put("bytes", 4_812_345)
                .put("rows", rows)
                .put("oldest", from - HOUR)
                .put("newest", at(buckets - 1))
                .put("trouble", trouble);
        return this;
    }

    /** The root, for what a test says beyond. */
    ObjectNode root() {
        return document;
    }

    byte[] json() {
        document.put("format", 1)
                .put("live", document.path("live").asBoolean())
                .put("made", TO + 40_000)
                .put("from", from)
                .put("to", TO)
                .put("bucket", bucket)
                .put("buckets", buckets);
        document.putObject("totals")
                .put("hosts", hosts.size())
                .put("services", series.size())
                .put("containers", series.size())
                .put("samples", (long) series.size() * buckets)
                .put("deployments", deployments.size())
                .put("futureRows", 0);
        document.putObject("omitted")
                .put("series", 0)
                .put("details", 0)
                .put("deployments", 0)
                .put("attention", 0);
        document.putArray("deployments")
                .addAll(deployments.stream()
                        .sorted(Comparator.comparingLong(each -> -each.get("at").asLong()))
                        .toList());
        ArrayNode all = document.putArray("series");
        series.forEach(each -> all.add(each.json(from, bucket)));
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
