package io.dispenser.telemetry.app.reporting;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.agent.ReportAnswer;

/** Whoever takes reports; several threads may call at once. */
@FunctionalInterface
public interface DeploymentReports {

    /** Records the deployment, durably on return, or says why not. */
    ReportAnswer report(DeploymentReport report) throws InterruptedException;
}
