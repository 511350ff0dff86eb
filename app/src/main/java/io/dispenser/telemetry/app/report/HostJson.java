package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** One host in the document: when its agent sampled, and when it did not. */
final class HostJson {

    /** So many gaps are told of all hosts together, of each the longest; a host has this many at the least. */
    private static final int MOST_GAPS = 4_000;

    private static final int FEWEST_GAPS = 3;

    private final ReportFindings findings;
    private final long end;

    /** @param end when the covered time ends */
    HostJson(ReportFindings findings, long end) {
        this.findings = findings;
        this.end = end;
    }

    void write(HostRecord host, JsonGenerator json) throws IOException {
        json.writeStartObject();
        SeriesJson.text(json, "name", host.name);
        SeriesJson.time(json, "first", host.isSampled() ? host.first() : Sample.NO_TIME);
        SeriesJson.time(json, "last", host.isHeardOf() ? host.last() : Sample.NO_TIME);
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
            json.writeArray(new long[] {host.last(), end}, 0, 2);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
