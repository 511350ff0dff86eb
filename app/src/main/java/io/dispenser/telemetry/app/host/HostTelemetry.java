package io.dispenser.telemetry.app.host;

import com.google.inject.Inject;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.agent.TelemetryAgent;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.util.List;

/** One engine observed into two tables: an agent and two pipelines, started together and stopped in order. */
public final class HostTelemetry {

    private final ContainerEngine engine;
    private final TelemetryPipeline<DeploymentEvent> deployments;
    private final TelemetryPipeline<ContainerStatusEvent> statuses;
    private final TelemetryAgent agent;

    private HostTelemetry(
            ContainerEngine engine,
            TelemetryPipeline<DeploymentEvent> deployments,
            TelemetryPipeline<ContainerStatusEvent> statuses,
            TelemetryAgent agent) {
        this.engine = engine;
        this.deployments = deployments;
        this.statuses = statuses;
        this.agent = agent;
    }

    /** Starts the telemetry of a host; all that it needs comes from the injector. */
    public static final class Starter {

        private final HostPlan plan;
        private final StorageAdapters storage;
        private final ContainerEngine engine;
        private final PipelineListener pipelineListener;
        private final AgentListener agentListener;

        @Inject
        Starter(
                HostPlan plan,
                StorageAdapters storage,
                ContainerEngine engine,
                PipelineListener pipelineListener,
                AgentListener agentListener) {
            this.plan = plan;
            this.storage = storage;
            this.engine = engine;
            this.pipelineListener = pipelineListener;
            this.agentListener = agentListener;
        }

        /**
         * Opens both tables' stores and begins to observe. Tables are created when the first rows are written.
         *
         * @throws FileStoreException if a store can't be used
         */
        public HostTelemetry start() throws FileStoreException {
            TelemetryPipeline<DeploymentEvent> deployments = pipeline(TelemetryTables.DEPLOYMENTS, plan.deployments());
            TelemetryPipeline<ContainerStatusEvent> statuses = pipeline(TelemetryTables.STATUS, plan.status());
            TelemetryAgent agent = TelemetryAgent.builder(engine, deployments, statuses)
                    .catalog(plan.catalog())
                    .statusInterval(plan.statusInterval())
                    .dispenserVersion(ProgramVersion.number())
                    .existingAreDeployments(plan.existingAreDeployments())
                    .listener(agentListener)
                    .start();
            return new HostTelemetry(engine, deployments, statuses, agent);
        }

        private <E extends TelemetryEvent> TelemetryPipeline<E> pipeline(TelemetryTable<E> table, TableUri uri)
                throws FileStoreException {
            DeltaSink<E> sink = new DeltaSink<>(table, storage.open(uri), ProgramVersion.words());
            return TelemetryPipeline.builder(table, sink)
                    .flushPolicy(plan.flushPolicy())
                    .listener(pipelineListener)
                    .start();
        }
    }

    /** How both pipelines are now. */
    public List<PipelineHealth> health() {
        return List.of(deployments.health(), statuses.health());
    }

    /**
     * Stops observing, and writes what was accepted.
     *
     * @param timeout how long the writing may take, for both tables together
     * @return what became of each table's events
     */
    public List<ShutdownReport> stop(Duration timeout) throws InterruptedException {
        agent.close();
        engine.close();
        List<ShutdownReport> reports = TelemetryPipeline.shutdownAll(timeout, List.of(deployments, statuses));
        return reports;
    }
}
