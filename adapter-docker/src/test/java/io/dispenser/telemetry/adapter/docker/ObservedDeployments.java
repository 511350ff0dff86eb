package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.agent.DeploymentOutbox;
import io.dispenser.telemetry.core.agent.TelemetryAgent;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.TrackerStateStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Agents that follow one engine one after the other, as one program does that is killed and started again: what is durable
 * (rows, and the tracker's memory) outlives them, and of one that was killed nothing comes any more.
 */
final class ObservedDeployments implements AutoCloseable {

    private final DockerSettings settings;
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Set<Gap> gaps = new HashSet<>();
    private @Nullable TrackerState stored;
    private @Nullable OneProcess process;

    ObservedDeployments(DockerSettings settings) {
        this.settings = settings;
    }

    /** Starts an agent; returns when it follows the engine, and what it knows would outlive it. */
    void start() throws Exception {
        int before = count("connected");
        process = new OneProcess();
        await(() -> count("connected") > before && isStored(), "an agent that follows the engine");
    }

    /** Ends the agent at once, wherever it is. */
    void kill() {
        if (process != null) {
            synchronized (this) {
                process.dead = true;
            }
            process.close();
            process = null;
        }
    }

    private synchronized boolean isStored() {
        return stored != null;
    }

    synchronized List<DeploymentEvent> rows() {
        return List.copyOf(rows);
    }

    /** A time for which an agent said that it doesn't know all changes. */
    record Gap(Instant from, Instant to) {}

    synchronized Set<Gap> gaps() {
        return Set.copyOf(gaps);
    }

    /** What the agents told their listener. */
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    synchronized int count(String word) {
        return (int) told.stream().filter(text -> text.startsWith(word)).count();
    }

    /** Waits for a row. */
    void awaitRow(Predicate<DeploymentEvent> wanted, String what) throws InterruptedException {
        await(() -> rows().stream().anyMatch(wanted), what);
    }

    void await(BooleanSupplier condition, String what) throws InterruptedException {
        try {
            WorstEngine.await(condition, what);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; told: " + told() + "; rows: " + rows(), e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private synchronized void tell(String text) {
        told.add(text);
    }

    private final class OneProcess implements TrackerStateStore, AgentListener {

        private final DockerContainerEngine engine;
        private final TelemetryAgent agent;
        private boolean dead;

        OneProcess() throws EngineException {
            engine = DockerContainerEngine.connect(settings.withTimeout(Duration.ofSeconds(3)));
            agent = TelemetryAgent.builder(engine, this::record, status -> true)
                    .statusInterval(Duration.ofHours(1))
                    .reconcileInterval(Duration.ofSeconds(4))
                    .outbox(DeploymentOutbox.open(this, ObservedDeployments.this::tell))
                    .listener(this)
                    .start();
        }

        void close() {
            agent.close();
            engine.close();
        }

        private boolean record(DeploymentEvent row) {
            synchronized (ObservedDeployments.this) {
                return !dead && rows.add(row);
            }
        }

        /** Without the rows that are durable, as the one on the disk does. */
        @Override
        public Optional<TrackerState> load() {
            synchronized (ObservedDeployments.this) {
                TrackerState known = stored;
                return known == null
                        ? Optional.empty()
                        : Optional.of(known.withRows(known.rows().stream()
                                .filter(row -> !rows.contains(row))
                                .toList()));
            }
        }

        @Override
        public void store(TrackerState trackerState) throws IOException {
            synchronized (ObservedDeployments.this) {
                if (dead) {
                    throw new IOException("this process was killed");
                }
                stored = trackerState;
            }
        }

        @Override
        public void engineConnected(String version) {
            tell("connected " + version);
        }

        @Override
        public void engineLimited(List<String> limitations) {
            limitations.forEach(limitation -> tell("limited: " + limitation));
        }

        @Override
        public void engineUnavailable(String reason, Duration retryIn) {
            tell("unavailable: " + reason);
        }

        @Override
        public void changesMissed(Instant from, Instant to) {
            synchronized (ObservedDeployments.this) {
                gaps.add(new Gap(from, to));
            }
            tell("missed " + from + " to " + to);
        }

        @Override
        public void deploymentLost(ContainerChange change, String reason) {
            tell("lost " + change + ": " + reason);
        }
    }
}
