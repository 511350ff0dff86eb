package io.dispenser.telemetry.app.socket;

import io.dispenser.telemetry.core.agent.ReportAnswer;
import io.dispenser.telemetry.core.event.DeploymentEvent;

/**
 * What the agent says to a report.
 *
 * @param outcome what became of it
 * @param message for a person: what was recorded, or why nothing was and what to do
 */
public record Reply(Outcome outcome, String message) {

    /** What became of a report. */
    public enum Outcome {
        /** Its row is durable. */
        RECORDED,
        /** The report has to be changed. */
        INVALID,
        /** It can't be recorded now. */
        REFUSED,
        /** Whether it was recorded is not known. */
        UNKNOWN
    }

    static Reply of(ReportAnswer answer) {
        if (answer instanceof ReportAnswer.Recorded recorded) {
            DeploymentEvent row = recorded.row();
            return new Reply(
                    Outcome.RECORDED,
                    row.trigger().columnValue() + " of " + row.service() + " at " + row.timestamp() + ", container "
                            + recorded.containerName() + " (" + row.containerId() + ")");
        }
        if (answer instanceof ReportAnswer.Invalid invalid) {
            return invalid(invalid.reason());
        }
        if (answer instanceof ReportAnswer.Refused refused) {
            return refused(refused.reason());
        }
        return unknown(((ReportAnswer.Unknown) answer).reason());
    }

    static Reply invalid(String message) {
        return new Reply(Outcome.INVALID, message);
    }

    static Reply refused(String message) {
        return new Reply(Outcome.REFUSED, message);
    }

    static Reply unknown(String message) {
        return new Reply(Outcome.UNKNOWN, message);
    }
}
