package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a page shows: one JSON object, of a size that a browser opens at once. What does not fit is left out, the least interesting
 * first, and counted.
 */
public final class ReportDocument {

    /** With the page around it less than 5 MB. */
    private static final int LARGEST = 4_600_000;

    /** What buckets are made wide for; marks of restarts come on top of it. */
    private static final int MOST_OF_DETAILS = 3_500_000;

    /** So many containers have their details, in buckets as wide as it takes: who looks for one among more looks at the worst. */
    private static final int DETAILED = 500;

    /** Details of fewer buckets tell nothing. */
    private static final int FEWEST_BUCKETS = 100;

    private final ReportBuilder builder;
    private final ReportFindings findings;
    private final Buckets buckets;
    private final DocumentContent content;
    private final List<String> details = new ArrayList<>();
    private final byte[] json;
    private int detailed;

    private ReportDocument(ReportBuilder builder) throws IOException {
        this.builder = builder;
        this.buckets = builder.buckets();
        widen();
        this.findings = new ReportFindings(builder);
        this.content = new DocumentContent(findings, buckets);
        String around = write(json -> {});
        long summaries = content.summaries.stream().mapToLong(PageJson::size).sum();
        detail(LARGEST - PageJson.size(around) - summaries);
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
                .mapToLong(HostRecord::longestUsualInterval)
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

    /** Gives details to the worst, as long as there is room. */
    private void detail(long room) throws IOException {
        SeriesJson form = new SeriesJson(buckets);
        String none = PageJson.fields(form::noDetail);
        long left = room - (long) none.length() * content.summaries.size();
        for (int i = 0; i < content.summaries.size(); i++) {
            ReportFindings.Judged each = findings.series.get(i);
            String detail =
                    left <= 0 ? none : PageJson.fields(json -> form.detail(each.series(), each.restarts(), json));
            left -= detail.length();
            boolean fits = left > 0;
            details.add(fits ? detail : none);
            detailed += fits ? 1 : 0;
        }
    }

    private void series(JsonGenerator json) throws IOException {
        for (int i = 0; i < content.summaries.size(); i++) {
            json.writeRawValue("{" + content.summaries.get(i) + "," + details.get(i) + "}");
        }
    }

    private String write(PageJson.Part series) throws IOException {
        DocumentParts parts = new DocumentParts(builder, findings, content);
        return PageJson.written(json -> {
            json.writeStartObject();
            parts.head(json);
            json.writeArrayFieldStart("series");
            series.write(json);
            json.writeEndArray();
            parts.deployments(json);
            parts.omitted(json, content.summaries.size() - detailed);
            json.writeEndObject();
        });
    }
}
