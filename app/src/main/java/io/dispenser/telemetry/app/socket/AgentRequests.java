package io.dispenser.telemetry.app.socket;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.agent.ReportAnswer;

/** What is asked of the agent at its socket; several threads may call at once. */
public interface AgentRequests {

    /** Records the deployment, durably on return, or says why not. */
    ReportAnswer report(DeploymentReport report) throws InterruptedException;

    /** How the agent is: a JSON document of one line. */
    String status();
}
