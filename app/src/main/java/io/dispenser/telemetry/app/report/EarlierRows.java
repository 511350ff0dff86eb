package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the status table of before the covered time: they tell which hosts there were. */
final class EarlierRows implements RowTaker {

    private static final int SERVICE_OF_ONE = 2;

    private final ReportBuilder builder;
    private final boolean ofOneService;
    private @Nullable HostRecord host;
    private @Nullable ColumnBatch batchOfHost;
    private int from;
    private int until;

    EarlierRows(ReportBuilder builder) {
        this.builder = builder;
        this.ofOneService = builder.scope().service() != null;
    }

    List<String> columns() {
        return ofOneService ? List.of("timestamp", "host", "service") : List.of("timestamp", "host");
    }

    @Override
    public long take(ColumnBatch batch, int row) {
        if (batch != batchOfHost || row >= until || row < from) {
            batchOfHost = batch;
            from = row;
            until = batch.sameUntil(HOST, row);
            if (ofOneService) {
                until = Math.min(until, batch.sameUntil(SERVICE_OF_ONE, row));
            }
            host = builder.silentUntilNow(
                    ofOneService ? RowTaker.present(batch, SERVICE_OF_ONE, row) : "", RowTaker.text(batch, HOST, row));
        }
        if (host != null) {
            long at = Sample.millis(batch.number(TIMESTAMP, row));
            if (at < builder.buckets().from()) {
                host.earlier(at);
            }
        }
        return NOT_TAKEN;
    }
}
