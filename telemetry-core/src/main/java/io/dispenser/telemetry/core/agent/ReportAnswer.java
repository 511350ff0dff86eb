package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.DeploymentEvent;

/** What became of a {@link DeploymentReport}. */
public sealed interface ReportAnswer {

    /**
     * Its row is durable, and will be in the table once.
     *
     * @param row the row
     * @param containerName the container's name
     */
    record Recorded(DeploymentEvent row, String containerName) implements ReportAnswer {}

    /**
     * The report can't be right as it is; there is no row.
     *
     * @param reason what is wrong and what would be right, for a person
     */
    record Invalid(String reason) implements ReportAnswer {}

    /**
     * It can't be recorded now, through no fault of the report's; there is no row.
     *
     * @param reason why, for a person
     */
    record Refused(String reason) implements ReportAnswer {}

    /**
     * Whether there will be a row is not known.
     *
     * @param reason what happened, for a person
     */
    record Unknown(String reason) implements ReportAnswer {}
}
