package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import java.util.List;

/** Rows of the deployments table. */
final class DeploymentRows implements RowTaker {

    static final List<String> COLUMNS = List.of(
            "timestamp",
            "host",
            "project",
            "service",
            "container_name",
            "container_id",
            "action",
            "trigger_type",
            "image",
            "image_sha",
            "previous_image",
            "previous_image_sha");

    private static final int CONTAINER_ID = 5;
    private static final int ACTION = 6;
    private static final int TRIGGER = 7;
    private static final int IMAGE = 8;
    private static final int SHA = 9;
    private static final int PREVIOUS_IMAGE = 10;
    private static final int PREVIOUS_SHA = 11;

    private final ReportBuilder builder;

    DeploymentRows(ReportBuilder builder) {
        this.builder = builder;
    }

    @Override
    public long take(ColumnBatch batch, int row) {
        long micros = batch.number(TIMESTAMP, row);
        DeploymentRecord record = new DeploymentRecord(Math.floorDiv(micros, 1000L));
        record.host = RowTaker.text(batch, HOST, row);
        record.project = RowTaker.text(batch, PROJECT, row);
        record.service = RowTaker.present(batch, SERVICE, row);
        record.name = RowTaker.text(batch, NAME, row);
        record.containerId = RowTaker.present(batch, CONTAINER_ID, row);
        record.action = RowTaker.text(batch, ACTION, row);
        record.trigger = RowTaker.text(batch, TRIGGER, row);
        record.image = RowTaker.present(batch, IMAGE, row);
        record.sha = RowTaker.present(batch, SHA, row);
        record.previousImage = RowTaker.text(batch, PREVIOUS_IMAGE, row);
        record.previousSha = RowTaker.text(batch, PREVIOUS_SHA, row);
        return builder.deployment(record.cut()) ? micros : NOT_TAKEN;
    }
}
