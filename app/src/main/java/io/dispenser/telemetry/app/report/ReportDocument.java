package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page shows: one JSON object, of a size that a browser opens at once. What does not fit is left out, the least interesting
 * first, and counted.
 */
public final class ReportDocument {

    /** With the page around it less than 5 MB. */
    private static final int LARGEST = 4_600_000;

    /** What buckets are made wide for; marks of restarts come on top of it. */
    private static final int MOST_OF_DETAILS = 3_500_000;

    private static final int MOST_OF_SUMMARIES = 2_400_000;
    private static final int MOST_DEPLOYMENTS = 1_000;

    /** So many containers have their details, in buckets as wide as it takes: who looks for one among more looks at the worst. */
    private static final int DETAILED = 500;

    /** Details of fewer buckets tell nothing. */
    private static final int FEWEST_BUCKETS = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private final ReportBuilder builder;
    private final ReportFindings findings;
    private final Buckets buckets;
    private final List<String> summaries = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private final Map<Series, Integer> seriesIndexes = new HashMap<>();
    private final Map<DeploymentRecord, Integer> deploymentIndexes = new HashMap<>();
    private final byte[] json;
    private long summariesSize;
    private int detailed;

    private ReportDocument(ReportBuilder builder) throws IOException {
        this.builder = builder;
        this.buckets = builder.buckets();
        widen();
        this.findings = new ReportFindings(builder);
        summarize();
        String around = write(json -> {});
        detail(LARGEST - utf8(around) - summariesSize);
        this.json = write(this::series).getBytes(StandardCharsets.UTF_8);
    }

    /** What {@code builder} has gathered; it can go on gathering afterwards, in the buckets that it then has. */
    public static ReportDocument of(ReportBuilder builder) {
        try {
            return new ReportDocument(builder);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written but memory", e);
        }
    }

    /** The document, in UTF-8. */
    public byte[] json() {
        return json.clone();
    }

    /** How many things need attention. */
    public int attention() {
        return findings.attention.size();
    }

    /** How many containers there are, and hosts. */
    public int containers() {
        return findings.series.size();
    }

    public int hosts() {
        return findings.hosts.size();
    }

    public long samples() {
        return builder.samples();
    }

    public long deployments() {
        return builder.deploymentCount();
    }

    /** As wide as the usual time between samples, and so that the details of many containers fit. */
    private void widen() {
        long[] usual = builder.hosts().stream()
                .mapToLong(HostRecord::usualInterval)
                .filter(interval -> interval > 0)
                .sorted()
                .toArray();
        long interval = usual.length == 0 ? 0 : usual[usual.length / 2];
        while (buckets.width() < interval && builder.coarsen()) {
            // the next width
        }
        int detailed = Math.min(DETAILED, builder.series().size());
        while (detailed * SeriesJson.detailSize(buckets.count()) > MOST_OF_DETAILS
                && buckets.count() / buckets.nextFactor() >= FEWEST_BUCKETS
                && builder.coarsen()) {
            // the next width
        }
    }

    @FunctionalInterface
    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private static String written(Part part) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            part.write(json);
        }
        return text.toString();
    }

    /** The fields of an object, without its braces. */
    private static String fields(Part part) throws IOException {
        String object = written(json -> {
            json.writeStartObject();
            part.write(json);
            json.writeEndObject();
        });
        return object.substring(1, object.length() - 1);
    }

    private void summarize() throws IOException {
        for (DeploymentRecord each : findings.deployments) {
            if (deploymentIndexes.size() == MOST_DEPLOYMENTS) {
                break;
            }
            deploymentIndexes.put(each, deploymentIndexes.size());
        }
        SeriesJson form = new SeriesJson(buckets);
        long size = 0;
        for (ReportFindings.Judged each : findings.series) {
            String summary = fields(json -> form.summary(each.series(), each.restarts(), json));
            size += utf8(summary);
            if (size > MOST_OF_SUMMARIES) {
                break;
            }
            summariesSize = size;
            seriesIndexes.put(each.series(), summaries.size());
            summaries.add(summary);
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Gives details to the worst, as long as there is room. */
    private void detail(long room) throws IOException {
        SeriesJson form = new SeriesJson(buckets);
        String none = fields(form::noDetail);
        long left = room - (long) none.length() * summaries.size();
        for (int i = 0; i < summaries.size(); i++) {
            ReportFindings.Judged each = findings.series.get(i);
            String detail = left <= 0 ? none : fields(json -> form.detail(each.series(), each.restarts(), json));
            left -= detail.length();
            boolean fits = left > 0;
            details.add(fits ? detail : none);
            detailed += fits ? 1 : 0;
        }
    }

    private void series(JsonGenerator json) throws IOException {
        for (int i = 0; i < summaries.size(); i++) {
            json.writeRawValue("{" + summaries.get(i) + "," + details.get(i) + "}");
        }
    }

    private String write(Part series) throws IOException {
        DocumentParts parts = new DocumentParts(builder, findings, seriesIndexes, deploymentIndexes);
        return written(json -> {
            json.writeStartObject();
            parts.head(json);
            json.writeArrayFieldStart("series");
            series.write(json);
            json.writeEndArray();
            parts.deployments(json);
            parts.omitted(json, summaries.size() - detailed);
            json.writeEndObject();
        });
    }
}
