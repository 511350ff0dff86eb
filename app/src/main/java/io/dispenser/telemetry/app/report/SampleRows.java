package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the status table as samples. */
final class SampleRows implements RowTaker {

    static final List<String> COLUMNS = List.of(
            "timestamp",
            "host",
            "project",
            "service",
            "container_name",
            "container_id",
            "image",
            "state",
            "health_status",
            "exit_code",
            "restart_count",
            "uptime_seconds",
            "last_health_output",
            "cpu_percent",
            "memory_bytes",
            "memory_limit_bytes",
            "oom_killed",
            "started_at",
            "finished_at");

    private static final int CONTAINER_ID = 5;
    private static final int IMAGE = 6;
    private static final int STATE = 7;
    private static final int HEALTH = 8;
    private static final int EXIT_CODE = 9;
    private static final int RESTART_COUNT = 10;
    private static final int UPTIME = 11;
    private static final int OUTPUT = 12;
    private static final int CPU = 13;
    private static final int MEMORY = 14;
    private static final int MEMORY_LIMIT = 15;
    private static final int OOM = 16;
    private static final int STARTED = 17;
    private static final int FINISHED = 18;

    /** Most samples have the same of these as the one before: they are looked at again where a batch says that they may differ. */
    private static final int[] STEADY = {
        HOST,
        PROJECT,
        SERVICE,
        NAME,
        CONTAINER_ID,
        IMAGE,
        STATE,
        HEALTH,
        EXIT_CODE,
        RESTART_COUNT,
        OUTPUT,
        MEMORY_LIMIT,
        OOM,
        STARTED,
        FINISHED
    };

    private final ReportBuilder builder;
    private final Sample sample = new Sample();
    private @Nullable ColumnBatch batchOfSteady;
    private int steadyFrom;
    private int steadyUntil;

    SampleRows(ReportBuilder builder) {
        this.builder = builder;
    }

    @Override
    public long take(ColumnBatch batch, int row) {
        if (batch != batchOfSteady || row >= steadyUntil || row < steadyFrom) {
            takeSteady(batch, row);
        }
        long micros = batch.number(TIMESTAMP, row);
        sample.at = Sample.millis(micros);
        sample.uptimeSeconds = number(batch, UPTIME, row, 0);
        sample.cpu = batch.isNull(CPU, row) ? Double.NaN : batch.real(CPU, row);
        sample.memory = number(batch, MEMORY, row, Sample.NO_BYTES);
        return builder.sample(sample) ? micros : NOT_TAKEN;
    }

    private void takeSteady(ColumnBatch batch, int row) {
        batchOfSteady = batch;
        steadyFrom = row;
        steadyUntil = batch.rows();
        for (int column : STEADY) {
            steadyUntil = Math.min(steadyUntil, batch.sameUntil(column, row));
        }
        sample.host = RowTaker.text(batch, HOST, row);
        sample.project = RowTaker.text(batch, PROJECT, row);
        sample.service = RowTaker.present(batch, SERVICE, row);
        sample.name = RowTaker.text(batch, NAME, row);
        sample.containerId = RowTaker.present(batch, CONTAINER_ID, row);
        sample.image = RowTaker.text(batch, IMAGE, row);
        sample.state = RowTaker.text(batch, STATE, row);
        sample.health = RowTaker.text(batch, HEALTH, row);
        sample.exit = (int) number(batch, EXIT_CODE, row, Sample.NO_EXIT);
        sample.restartCount = (int) number(batch, RESTART_COUNT, row, 0);
        sample.output = RowTaker.text(batch, OUTPUT, row);
        sample.memoryLimit = number(batch, MEMORY_LIMIT, row, Sample.NO_BYTES);
        sample.oom = !batch.isNull(OOM, row) && batch.flag(OOM, row);
        sample.startedMicros = number(batch, STARTED, row, Sample.NO_TIME);
        sample.finishedMicros = number(batch, FINISHED, row, Sample.NO_TIME);
        sample.band = Bands.of(sample.state, sample.health, sample.exit != Sample.NO_EXIT && sample.exit != 0);
    }

    private static long number(ColumnBatch batch, int column, int row, long otherwise) {
        return batch.isNull(column, row) ? otherwise : batch.number(column, row);
    }
}
