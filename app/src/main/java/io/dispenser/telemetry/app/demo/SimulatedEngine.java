package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A container engine without containers: a small shop whose story begins with this object and follows the ticker. It keeps
 * the port's contract, so that everything behind the port is real. Safe for any number of threads.
 */
public final class SimulatedEngine implements ContainerEngine {

    /** What its host is called. */
    public static final String HOST = "shop-1";

    private static final long STEP_MILLIS = 50;

    private final Ticker ticker;
    private final long startNanos;
    private final Story story;
    private final List<SimulatedChangeStream> streams = new CopyOnWriteArrayList<>();
    private volatile Runnable stopDelivery = () -> {};
    private volatile boolean closed;

    /**
     * An engine whose changes are delivered by whoever calls {@link #step()}.
     *
     * @param ticker drives the story
     * @param instants says when the story begins
     */
    public SimulatedEngine(Ticker ticker, InstantSource instants) {
        this(ticker, new Story(instants.instant()));
    }

    private SimulatedEngine(Ticker ticker, Story story) {
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
        this.story = story;
    }

    /**
     * An engine that delivers its changes itself, on a daemon thread of its own, until it is closed.
     *
     * @param pastEnd the end of the week that {@link PastWeek} tells of: containers that were there then are those of the story
     */
    public static SimulatedEngine start(Ticker ticker, InstantSource instants, Instant pastEnd) {
        SimulatedEngine engine = new SimulatedEngine(ticker, new Story(instants.instant(), pastEnd));
        ScheduledExecutorService delivery =
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("simulated-engine"));
        ScheduledFuture<?> steps =
                delivery.scheduleWithFixedDelay(engine::step, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
        engine.stopDelivery = () -> {
            steps.cancel(false);
            delivery.shutdown();
        };
        return engine;
    }

    /** Delivers, to every stream, the changes that have happened since the last step. Never throws. */
    public void step() {
        List<ContainerChange> changes = town().changes();
        streams.removeIf(stream -> !stream.deliver(changes));
    }

    /** How long the story takes; afterwards nothing changes any more. */
    public Duration storyLength() {
        return story.end();
    }

    @Override
    public String description() {
        return "simulated engine";
    }

    @Override
    public String ping() throws EngineException {
        refuseIfClosed();
        return "simulated, no containers behind it";
    }

    @Override
    public Optional<String> hostName() throws EngineException {
        refuseIfClosed();
        return Optional.of(HOST);
    }

    @Override
    public List<ContainerSummary> list() throws EngineException {
        refuseIfClosed();
        return town().containers().stream().map(ContainerSnapshot::summary).toList();
    }

    @Override
    public List<Inspection> inspect(List<String> containerIds, Duration atMost) throws EngineException {
        refuseIfClosed();
        Map<String, ContainerSnapshot> byId =
                town().containers().stream().collect(Collectors.toMap(ContainerSnapshot::id, Function.identity()));
        return containerIds.stream().map(id -> inspection(id, byId.get(id))).toList();
    }

    @Override
    public List<ResourceUsage> usage(List<String> containerIds, Duration atMost) throws EngineException {
        refuseIfClosed();
        Duration elapsed = Duration.ofNanos(ticker.nanos() - startNanos);
        Instant now = story.start().plus(elapsed);
        return town().containers().stream()
                .filter(container -> containerIds.contains(container.id()))
                .map(container -> SimulatedUsage.of(container, now))
                .toList();
    }

    private static Inspection inspection(String id, @Nullable ContainerSnapshot snapshot) {
        return snapshot == null ? new Inspection.Gone(id) : new Inspection.Answered(snapshot);
    }

    @Override
    public ImageDetails image(String imageId) throws EngineException {
        refuseIfClosed();
        return Arrays.stream(SimulatedImage.values())
                .map(SimulatedImage::details)
                .filter(image -> image.id().equals(imageId))
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        EngineException.Reason.MISSING, "the simulated engine has no image " + imageId, null));
    }

    @Override
    public ChangeStream changes(@Nullable Instant since, ChangeListener listener) throws EngineException {
        refuseIfClosed();
        long told = town().changes().stream()
                .filter(change -> since == null || change.at().isBefore(since))
                .count();
        SimulatedChangeStream stream = new SimulatedChangeStream(listener, (int) told);
        streams.add(stream);
        if (closed) {
            stream.end("the simulated engine was closed");
        }
        return stream;
    }

    @Override
    public ChangeHistory history(@Nullable Instant since) throws EngineException {
        refuseIfClosed();
        Duration elapsed = Duration.ofNanos(ticker.nanos() - startNanos);
        List<ContainerChange> changes = town().changes().stream()
                .filter(change -> since != null && !change.at().isBefore(since))
                .toList();
        return new ChangeHistory(changes, story.start(), story.start().plus(elapsed));
    }

    @Override
    public void close() {
        closed = true;
        stopDelivery.run();
        for (SimulatedChangeStream stream : streams) {
            stream.end("the simulated engine was closed");
        }
        streams.clear();
    }

    private Town town() {
        return story.at(Duration.ofNanos(ticker.nanos() - startNanos));
    }

    private void refuseIfClosed() throws EngineException {
        if (closed) {
            throw new EngineException("the simulated engine was closed", null);
        }
    }
}
