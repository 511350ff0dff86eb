package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import java.util.List;

/** Rows of the deployments table. */
final class DeploymentRows implements TableReading.RowTaker {

    static final List<String> COLUMNS = List.of(
            "timestamp",
            "host",
            "project",
            "service",
            "container_name",
            "action",
            "trigger_type",
            "image",
            "image_sha",
            "previous_image",
            "previous_image_sha");

    private static final int TIMESTAMP = 0;
    private static final int HOST = 1;
    private static final int PROJECT = 2;
    private static final int SERVICE = 3;
    private static final int NAME = 4;
    private static final int ACTION = 5;
    private static final int TRIGGER = 6;
    private static final int IMAGE = 7;
    private static final int SHA = 8;
    private static final int PREVIOUS_IMAGE = 9;
    private static final int PREVIOUS_SHA = 10;

    private final ReportBuilder builder;

    DeploymentRows(ReportBuilder builder) {
        this.builder = builder;
    }

    @Override
    public long take(ColumnBatch batch, int row) {
        long micros = batch.number(TIMESTAMP, row);
        DeploymentRecord record = new DeploymentRecord(Math.floorDiv(micros, 1000L));
        record.host = TableReading.text(batch, HOST, row);
        record.project = TableReading.text(batch, PROJECT, row);
        record.service = present(batch, SERVICE, row);
        record.name = TableReading.text(batch, NAME, row);
        record.action = TableReading.text(batch, ACTION, row);
        record.trigger = TableReading.text(batch, TRIGGER, row);
        record.image = present(batch, IMAGE, row);
        record.sha = present(batch, SHA, row);
        record.previousImage = TableReading.text(batch, PREVIOUS_IMAGE, row);
        record.previousSha = TableReading.text(batch, PREVIOUS_SHA, row);
        return builder.deployment(record.cut()) ? micros : NOT_TAKEN;
    }

    private static String present(ColumnBatch batch, int column, int row) {
        String text = TableReading.text(batch, column, row);
        return text == null ? "" : text;
    }
}
