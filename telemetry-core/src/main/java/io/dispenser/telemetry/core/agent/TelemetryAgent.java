package io.dispenser.telemetry.core.agent;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.status.OomKills;
import io.dispenser.telemetry.core.status.StatusSampler;
import io.dispenser.telemetry.core.time.OnDemandThread;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observes one engine: one thread takes a sample every interval, another follows the engine's changes. Both hand what they
 * see to recorders, which never block, so nothing that happens to the tables reaches this side. An engine that is away is
 * asked again, with growing pauses, for as long as the agent runs.
 */
public final class TelemetryAgent implements AutoCloseable {

    private static final Duration LEAST_DEADLINE = Duration.ofSeconds(5);
    private static final Duration LEAST_LOOK = Duration.ofSeconds(5);
    private static final Duration THREAD_GRACE = Duration.ofSeconds(1);

    private final Worker sampler;
    private final Worker follower;
    private final EngineEventWatcher changes;
    private final OnDemandThread asker;
    private final HostName host;

    private TelemetryAgent(Builder builder) {
        this.host = builder.hostName();
        StatusSampler status =
                new StatusSampler(builder.engine, builder.catalog, host, builder.contents, builder.ticker);
        SamplingLoop samples = new SamplingLoop(
                status,
                builder.statuses,
                builder.interval,
                builder.sampleDeadline(),
                new SplittableRandom(),
                builder.ticker,
                builder.clock,
                builder.listener);
        this.asker = new OnDemandThread("telemetry-history");
        this.changes = builder.follower(host, status.oomKills(), this::wakeFollower, asker);
        this.sampler = new Worker("telemetry-sampler", samples::step);
        this.follower = new Worker("telemetry-follower", changes::step);
    }

    /**
     * An agent for {@code engine}.
     *
     * @param engine who is observed; the agent does not close it
     * @param deployments where deployments go
     * @param statuses where status rows go
     */
    public static Builder builder(
            ContainerEngine engine,
            EventRecorder<DeploymentEvent> deployments,
            EventRecorder<ContainerStatusEvent> statuses) {
        return new Builder(engine, deployments, statuses);
    }

    /** Which host rows are of; the engine is asked the first time. Any thread. */
    public String host() {
        return host.get();
    }

    /** Stops observing; what was recorded is on its way and stays so. */
    @Override
    public void close() {
        sampler.interrupt();
        follower.interrupt();
        asker.close();
        try {
            sampler.join(THREAD_GRACE);
            if (follower.join(THREAD_GRACE)) {
                changes.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeFollower() {
        follower.wake();
    }

    /** Puts an agent together. */
    public static final class Builder {

        private final ContainerEngine engine;
        private final EventRecorder<DeploymentEvent> deployments;
        private final EventRecorder<ContainerStatusEvent> statuses;
        private final FollowerSettings following = new FollowerSettings();
        private ServiceCatalog catalog = ServiceCatalog.everyContainer();
        private @Nullable String host;
        private Duration interval = Duration.ofSeconds(60);
        private Duration engineTimeout = Duration.ofSeconds(30);
        private SampleContents contents = SampleContents.ALL;
        private Ticker ticker = Ticker.system();
        private InstantSource clock = InstantSource.system();
        private AgentListener listener = AgentListener.NONE;

        private Builder(
                ContainerEngine engine,
                EventRecorder<DeploymentEvent> deployments,
                EventRecorder<ContainerStatusEvent> statuses) {
            this.engine = requireNonNull(engine, "engine");
            this.deployments = requireNonNull(deployments, "deployments");
            this.statuses = requireNonNull(statuses, "statuses");
        }

        /** Which containers are observed. Default: every one of the engine. */
        public Builder catalog(ServiceCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /** The time between samples, more than zero. Default: 60 seconds. */
        public Builder statusInterval(Duration interval) {
            this.interval = positive("the status interval", interval);
            return this;
        }

        /**
         * How long a request to the engine may take, more than zero. A sample waits for its containers no longer, nor longer than
         * the time between samples or 5 seconds; those that have not answered by then are {@code unknown}. Default: 30 seconds.
         */
        public Builder engineTimeout(Duration timeout) {
            this.engineTimeout = positive("the engine's timeout", timeout);
            return this;
        }

        private Duration sampleDeadline() {
            Duration most = interval.compareTo(LEAST_DEADLINE) < 0 ? LEAST_DEADLINE : interval;
            return engineTimeout.compareTo(most) < 0 ? engineTimeout : most;
        }

        /** What samples tell beyond the state of containers. Default: all. */
        public Builder sampleContents(SampleContents contents) {
            this.contents = requireNonNull(contents, "contents");
            return this;
        }

        /** The version of the program that embeds the agent: column {@code dispenser_version}. */
        public Builder dispenserVersion(String version) {
            following.version = requireNonNull(version, "version");
            return this;
        }

        /**
         * Whether the containers that exist at the very first start get a deployment row, dated with their creation. Default:
         * no; without a {@link #outbox}, each start is the first.
         */
        public Builder existingAreDeployments(boolean existingAreDeployments) {
            following.existingAreDeployments = existingAreDeployments;
            return this;
        }

        /**
         * Where deployments survive the process. Default: nowhere, so that each start is the first.
         *
         * @see DeploymentOutbox#watch
         */
        public Builder outbox(DeploymentOutbox outbox) {
            following.outbox = requireNonNull(outbox, "outbox");
            return this;
        }

        /**
         * Who knows what was recorded before; asked, on a thread of its own, of deployments that happened before the start. So
         * none is recorded twice where the {@link #outbox}'s memory is an older copy. Default: nobody.
         */
        public Builder history(DeploymentHistory history) {
            following.history = requireNonNull(history, "history");
            return this;
        }

        /** How often all containers are looked at, for changes that the engine did not tell of. Default: 5 minutes. */
        public Builder reconcileInterval(Duration interval) {
            following.reconcileInterval = positive("the interval of reconciliations", interval);
            return this;
        }

        /** The zone in which services' cron expressions are meant. Default: the machine's. */
        public Builder zone(ZoneId zone) {
            following.zone = requireNonNull(zone, "zone");
            return this;
        }

        /** What measures elapsed time. Default: the machine's monotonic clock. */
        public Builder ticker(Ticker ticker) {
            this.ticker = requireNonNull(ticker, "ticker");
            return this;
        }

        /** What tells the time of samples. Default: the machine's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** Who is told how it goes. Default: nobody. */
        public Builder listener(AgentListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Which host this is: column {@code host}. Default: the name that the engine gives its host, which the {@link #outbox}
         * remembers for times when it can't be asked.
         */
        public Builder host(String name) {
            this.host = requireNonNull(name, "name");
            return this;
        }

        HostName hostName() {
            @Nullable
            String remembered = following
                    .outbox
                    .trackerState()
                    .filter(known -> known.engine().equals(engine.description()))
                    .map(TrackerState::host)
                    .orElse(null);
            return new HostName(host, remembered, engine);
        }

        /** The follower of the agent that would be started now. */
        EngineEventWatcher follower(Runnable wake, Consumer<Worker.Step> asker) {
            return follower(hostName(), new OomKills(), wake, asker);
        }

        private EngineEventWatcher follower(
                HostName host, OomKills oomKills, Runnable wake, Consumer<Worker.Step> asker) {
            Duration lookInterval = interval.compareTo(LEAST_LOOK) < 0 ? LEAST_LOOK : interval;
            return following.follower(
                    engine, catalog, host, deployments, lookInterval, oomKills, ticker, listener, wake, asker);
        }

        private static Duration positive(String what, Duration duration) {
            if (duration.isZero() || duration.isNegative()) {
                throw new IllegalArgumentException(what + " must be more than zero: " + duration);
            }
            return duration;
        }

        /** Begins to observe: the first sample is taken now. */
        public TelemetryAgent start() {
            TelemetryAgent agent = new TelemetryAgent(this);
            agent.sampler.start();
            agent.follower.start();
            return agent;
        }
    }
}
