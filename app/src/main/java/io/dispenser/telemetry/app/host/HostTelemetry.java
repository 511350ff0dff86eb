package io.dispenser.telemetry.app.host;

import com.google.inject.Inject;
import io.dispenser.telemetry.adapter.delta.DeltaDeploymentHistory;
import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.adapter.delta.DeltaSampleHistory;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.agent.DeploymentOutbox;
import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.agent.DeploymentReporter;
import io.dispenser.telemetry.core.agent.DuplicateAgentWatch;
import io.dispenser.telemetry.core.agent.ReportAnswer;
import io.dispenser.telemetry.core.agent.TelemetryAgent;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoop;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One engine observed into two tables: an agent and two pipelines, started together and stopped in order. */
public final class HostTelemetry {

    /** What another agent's write may take, where flush intervals are short. */
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);

    private final Starter starter;
    private final DeploymentOutbox outbox;
    private final DeploymentHistory history;
    private final TelemetryPipeline<DeploymentEvent> deployments;
    private final TelemetryPipeline<ContainerStatusEvent> statuses;
    private final DuplicateAgentWatch duplicates;
    private final List<MaintenanceLoop> maintenance;
    private TelemetryAgent agent;
    private volatile DeploymentReporter reporter;

    private HostTelemetry(
            Starter starter,
            DeploymentOutbox outbox,
            DeploymentHistory history,
            TelemetryPipeline<DeploymentEvent> deployments,
            TelemetryPipeline<ContainerStatusEvent> statuses,
            DuplicateAgentWatch duplicates,
            List<MaintenanceLoop> maintenance) {
        this.starter = starter;
        this.outbox = outbox;
        this.history = history;
        this.deployments = deployments;
        this.statuses = statuses;
        this.duplicates = duplicates;
        this.maintenance = List.copyOf(maintenance);
        this.agent = observer(starter.plan.catalog(), starter.plan.statusInterval());
        this.reporter = reporter(starter.plan.catalog());
    }

    private TelemetryAgent observer(ServiceCatalog catalog, Duration statusInterval) {
        TelemetryAgent.Builder builder = TelemetryAgent.builder(
                        starter.engine, starter.recorded.with(deployments), starter.recorded.with(duplicates))
                .outbox(outbox)
                .history(history)
                .sampleContents(starter.plan.contents())
                .catalog(catalog)
                .statusInterval(statusInterval)
                .engineTimeout(starter.plan.engineTimeout())
                .dispenserVersion(ProgramVersion.number())
                .existingAreDeployments(starter.plan.existingAreDeployments())
                .listener(starter.agentListener);
        String host = starter.plan.host();
        return (host == null ? builder : builder.host(host)).start();
    }

    private DeploymentReporter reporter(ServiceCatalog catalog) {
        return new DeploymentReporter(
                starter.engine, catalog, ProgramVersion.number(), agent::host, deployments, InstantSource.system());
    }

    /** Starts the telemetry of a host; all that it needs comes from the injector. */
    public static final class Starter {

        private final HostPlan plan;
        private final StorageAdapters storage;
        private final ContainerEngine engine;
        private final PipelineListener pipelineListener;
        private final AgentListener agentListener;
        private final MaintenanceLoopListener maintenanceListener;
        private final RecordedEvents recorded;

        @Inject
        Starter(
                HostPlan plan,
                StorageAdapters storage,
                ContainerEngine engine,
                PipelineListener pipelineListener,
                AgentListener agentListener,
                MaintenanceLoopListener maintenanceListener,
                RecordedEvents recorded) {
            this.recorded = recorded;
            this.plan = plan;
            this.storage = storage;
            this.engine = engine;
            this.pipelineListener = pipelineListener;
            this.agentListener = agentListener;
            this.maintenanceListener = maintenanceListener;
        }

        /**
         * Opens both tables' spools and stores, begins to write what waits from earlier, and to observe. A table that can't be
         * opened or created yet waits for that, and its rows in the spool.
         *
         * @throws SpoolException if a spool can't be used
         * @throws IllegalArgumentException if what the configuration says of a place can't be meant
         */
        public HostTelemetry start() throws SpoolException {
            DeploymentOutbox outbox = plan.spools().outbox();
            Spool<DeploymentEvent> deployments = outbox.watch(plan.spools().open(TelemetryTables.DEPLOYMENTS));
            try {
                Spool<ContainerStatusEvent> statuses = plan.spools().open(TelemetryTables.STATUS);
                try {
                    return start(outbox, deployments, statuses);
                } catch (RuntimeException e) {
                    statuses.close();
                    throw e;
                }
            } catch (SpoolException | RuntimeException e) {
                deployments.close(); // or nobody could open it again, this process neither
                throw e;
            }
        }

        private HostTelemetry start(
                DeploymentOutbox outbox,
                Spool<DeploymentEvent> deploymentSpool,
                Spool<ContainerStatusEvent> statusSpool) {
            // All that may fail comes before anything begins.
            TelemetryTable<ContainerStatusEvent> statusTable = TelemetryTables.status(plan.columns());
            TelemetryTable<DeploymentEvent> deploymentTable = TelemetryTables.deployments(plan.columns());
            TableStore deploymentStore = store(TelemetryTables.DEPLOYMENTS, plan.deployments());
            BatchSink<DeploymentEvent> deploymentSink = sink(deploymentTable, deploymentStore);
            TableStore statusStore = store(statusTable, plan.status());
            BatchSink<ContainerStatusEvent> statusSink = sink(statusTable, statusStore);
            DeploymentHistory history = plan.spools().history().and(new DeltaDeploymentHistory(deploymentStore));
            List<MaintenanceLoop> maintenance = Stream.of(
                            maintenance(TelemetryTables.DEPLOYMENTS, plan.deployments()),
                            maintenance(statusTable, plan.status()))
                    .flatMap(Optional::stream)
                    .toList();
            TelemetryPipeline<DeploymentEvent> deployments =
                    pipeline(TelemetryTables.DEPLOYMENTS, deploymentSpool, deploymentSink);
            TelemetryPipeline<ContainerStatusEvent> statuses =
                    pipeline(TelemetryTables.STATUS, statusSpool, statusSink);
            DuplicateAgentWatch duplicates = new DuplicateAgentWatch(
                    statuses,
                    new DeltaSampleHistory(statusStore),
                    plan.flushPolicy().maxAge().multipliedBy(2).plus(LONGEST_WRITE),
                    InstantSource.system(),
                    agentListener);
            HostTelemetry host =
                    new HostTelemetry(this, outbox, history, deployments, statuses, duplicates, maintenance);
            maintenance.forEach(MaintenanceLoop::start);
            duplicates.start();
            return host;
        }

        private TableStore store(TelemetryTable<?> table, TablePlan place) {
            return new ClockedStore(
                    storage.openForever(place.uri()),
                    Ticker.system(),
                    InstantSource.system(),
                    task -> DaemonThreads.start("store-clock", task),
                    ahead -> plan.storeClocks().accept(table.name(), ahead));
        }

        private <E extends TelemetryEvent> BatchSink<E> sink(TelemetryTable<E> table, TableStore store) {
            return new DeltaSink<>(table, store, ProgramVersion.nameAndVersion(), plan.commits());
        }

        private Optional<MaintenanceLoop> maintenance(TelemetryTable<?> table, TablePlan place) {
            if (!place.maintenance().enabled()) {
                return Optional.empty();
            }
            return Optional.of(new MaintenanceLoop(
                    new DeltaMaintenance(
                            table.name(), storage.openForever(place.uri()), ProgramVersion.nameAndVersion()),
                    place.maintenance(),
                    InstantSource.system(),
                    new SplittableRandom(),
                    maintenanceListener));
        }

        private <E extends TelemetryEvent> TelemetryPipeline<E> pipeline(
                TelemetryTable<E> table, Spool<E> spool, BatchSink<E> sink) {
            return TelemetryPipeline.builder(table, sink)
                    .spool(spool)
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
     * Goes on with other containers or another interval, into the same tables. The new observation takes over what the old
     * one knew, and finds what happened in between.
     */
    public synchronized void observe(ServiceCatalog catalog, Duration statusInterval) {
        agent.close();
        agent = observer(catalog, statusInterval);
        reporter = reporter(catalog);
    }

    /** Records a deployment that somebody reports of the containers that are observed. Any thread. */
    public ReportAnswer report(DeploymentReport report) throws InterruptedException {
        return starter.recorded.with(reporter.report(report));
    }

    /**
     * Stops observing, and writes what was accepted.
     *
     * @param timeout how long the writing may take, for both tables together
     * @return what became of each table's events
     */
    public synchronized List<ShutdownReport> stop(Duration timeout) throws InterruptedException {
        maintenance.forEach(HostTelemetry::endByItself);
        duplicates.close();
        agent.close();
        starter.engine.close();
        return TelemetryPipeline.shutdownAll(timeout, List.of(deployments, statuses));
    }

    /** Whatever it is at can be cut off at any point: nobody has to wait for it, and nobody does. */
    private static void endByItself(MaintenanceLoop loop) {
        DaemonThreads.start("maintenance-end", () -> {
            try {
                loop.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
