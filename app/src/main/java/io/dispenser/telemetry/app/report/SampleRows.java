package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import java.util.List;

/** Rows of the status table as samples. */
final class SampleRows implements TableReading.RowTaker {

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

    private static final int TIMESTAMP = 0;
    private static final int HOST = 1;
    private static final int PROJECT = 2;
    private static final int SERVICE = 3;
    private static final int NAME = 4;
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

    private final ReportBuilder builder;
    private final Sample sample = new Sample();

    SampleRows(ReportBuilder builder) {
        this.builder = builder;
    }

    @Override
    public long take(ColumnBatch batch, int row) {
        long micros = batch.number(TIMESTAMP, row);
        sample.at = Sample.millis(micros);
        sample.host = TableReading.text(batch, HOST, row);
        sample.project = TableReading.text(batch, PROJECT, row);
        String service = TableReading.text(batch, SERVICE, row);
        sample.service = service == null ? "" : service;
        sample.name = TableReading.text(batch, NAME, row);
        String id = TableReading.text(batch, CONTAINER_ID, row);
        sample.containerId = id == null ? "" : id;
        sample.image = TableReading.text(batch, IMAGE, row);
        sample.state = TableReading.text(batch, STATE, row);
        sample.health = TableReading.text(batch, HEALTH, row);
        sample.exit = (int) number(batch, EXIT_CODE, row, Sample.NO_EXIT);
        sample.restartCount = (int) number(batch, RESTART_COUNT, row, 0);
        sample.uptimeSeconds = number(batch, UPTIME, row, 0);
        sample.output = TableReading.text(batch, OUTPUT, row);
        sample.cpu = batch.isNull(CPU, row) ? Double.NaN : batch.real(CPU, row);
        sample.memory = number(batch, MEMORY, row, Sample.NO_BYTES);
        sample.memoryLimit = number(batch, MEMORY_LIMIT, row, Sample.NO_BYTES);
        sample.oom = !batch.isNull(OOM, row) && batch.flag(OOM, row);
        sample.startedMicros = number(batch, STARTED, row, Sample.NO_TIME);
        sample.finishedMicros = number(batch, FINISHED, row, Sample.NO_TIME);
        return builder.sample(sample) ? micros : NOT_TAKEN;
    }

    private static long number(ColumnBatch batch, int column, int row, long otherwise) {
        return batch.isNull(column, row) ? otherwise : batch.number(column, row);
    }
}
