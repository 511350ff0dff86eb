package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine that can be had in part only, as behind a proxy: it passes everything on to another one, but for what a test has
 * forbidden. Any thread may call.
 */
public final class RestrictedEngine implements ContainerEngine {

    private final ContainerEngine engine;
    private final Map<Request, EngineException.Reason> failing = new EnumMap<>(Request.class);
    private boolean namesListed = true;
    private @Nullable String mute;
    private Duration clockAhead = Duration.ZERO;

    /** What an engine may be asked for. */
    public enum Request {
        PING,
        LIST,
        IMAGE,
        CHANGES,
        HISTORY
    }

    /** @param engine who is asked; not closed */
    public RestrictedEngine(ContainerEngine engine) {
        this.engine = engine;
    }

    /** From now on this request fails. */
    public synchronized void failing(Request request, EngineException.Reason reason) {
        failing.put(request, reason);
    }

    /** From now on this request is answered. */
    public synchronized void answering(Request request) {
        failing.remove(request);
    }

    /** From now on streams tell no changes, for this reason. */
    public synchronized void mute(String reason) {
        mute = reason;
    }

    /** Whether lists tell the names of containers from now on. */
    public synchronized void namesListed(boolean told) {
        namesListed = told;
    }

    /** Sets how far the engine's clock is ahead. */
    public synchronized void clockAhead(Duration ahead) {
        clockAhead = ahead;
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public String ping() throws EngineException, InterruptedException {
        pass(Request.PING);
        return engine.ping();
    }

    @Override
    public synchronized List<String> limitations() {
        return mute == null ? List.of() : List.of(mute);
    }

    @Override
    public synchronized Duration clockAhead() {
        return clockAhead;
    }

    @Override
    public synchronized List<ContainerSummary> list() throws EngineException, InterruptedException {
        pass(Request.LIST);
        return engine.list().stream()
                .map(each -> namesListed
                        ? each
                        : new ContainerSummary(each.id(), "", each.image(), each.labels(), each.state()))
                .toList();
    }

    @Override
    public List<Inspection> inspect(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        return engine.inspect(containerIds, atMost);
    }

    @Override
    public List<ResourceUsage> usage(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        return engine.usage(containerIds, atMost);
    }

    @Override
    public ImageDetails image(String imageId) throws EngineException, InterruptedException {
        pass(Request.IMAGE);
        return engine.image(imageId);
    }

    @Override
    public synchronized ChangeStream changes(@Nullable Instant since, ChangeListener listener)
            throws EngineException, InterruptedException {
        pass(Request.CHANGES);
        ChangeStream stream = engine.changes(since, listener);
        return mute == null ? stream : new MuteStream(stream, mute);
    }

    @Override
    public ChangeHistory history(@Nullable Instant since) throws EngineException, InterruptedException {
        pass(Request.HISTORY);
        return engine.history(since);
    }

    @Override
    public void close() {
        // The engine is another's.
    }

    private record MuteStream(ChangeStream stream, String mute) implements ChangeStream {
        @Override
        public void close() {
            stream.close();
        }
    }

    private synchronized void pass(Request request) throws EngineException {
        EngineException.Reason reason = failing.get(request);
        if (reason != null) {
            throw new EngineException(reason, request + " fails", null);
        }
    }
}
