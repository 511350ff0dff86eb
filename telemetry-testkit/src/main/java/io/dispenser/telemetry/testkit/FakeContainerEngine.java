package io.dispenser.telemetry.testkit;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose containers a test puts and removes. Changes reach the listeners in the calling thread. Any thread may
 * call.
 */
public final class FakeContainerEngine implements ContainerEngine {

    private final Map<String, ContainerSnapshot> containers = new LinkedHashMap<>();
    private final Map<String, ImageDetails> images = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, ResourceUsage> usages = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private final List<ChangeListener> listeners = new ArrayList<>();
    private final List<ContainerChange> remembered = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private boolean down;
    private @Nullable String host;
    private boolean lists = true;
    private int connections;

    /** Adds a container, or replaces the one of the same id; no change is told. */
    public synchronized FakeContainerEngine put(ContainerSnapshot container) {
        containers.put(container.id(), container);
        images.putIfAbsent(container.imageId(), new ImageDetails(container.imageId(), List.of(), 12_345_678));
        return this;
    }

    /** Removes a container; no change is told. */
    public synchronized FakeContainerEngine remove(String id) {
        containers.remove(id);
        return this;
    }

    /** Sets what a container uses. */
    public synchronized FakeContainerEngine usage(ResourceUsage usage) {
        usages.put(usage.containerId(), usage);
        return this;
    }

    /** Sets an image's details. */
    public synchronized FakeContainerEngine image(ImageDetails image) {
        images.put(image.id(), image);
        return this;
    }

    /** Lets a name stand for an image that was put. */
    public synchronized FakeContainerEngine name(String name, String imageId) {
        names.put(name, imageId);
        return this;
    }

    /** From now on the inspection of this container is not answered. It stays on the list. */
    public synchronized FakeContainerEngine silence(String id) {
        silent.add(id);
        return this;
    }

    /** From now on it is again. */
    public synchronized FakeContainerEngine answer(String id) {
        silent.remove(id);
        return this;
    }

    /** Tells a change to all listeners, and remembers it. */
    public void tell(ContainerChange change) {
        remember(change);
        listeners().forEach(listener -> listener.changed(change));
    }

    /** Tells all listeners something that can't be read. */
    public void tellUnreadable(String reason) {
        listeners().forEach(listener -> listener.unreadable(reason));
    }

    /** Remembers a change that no stream tells, as if they were all deaf. */
    public synchronized FakeContainerEngine remember(ContainerChange change) {
        remembered.add(change);
        return this;
    }

    /** Forgets all changes, as an engine does that is restarted. */
    public synchronized FakeContainerEngine forget() {
        remembered.clear();
        return this;
    }

    /** Sets the engine's time. */
    public synchronized FakeContainerEngine time(Instant time) {
        now = time;
        return this;
    }

    /** Ends all streams. */
    public void endStreams(String reason) {
        List<ChangeListener> ended = listeners();
        synchronized (this) {
            listeners.clear();
        }
        ended.forEach(listener -> listener.ended(reason));
    }

    /** Whether every call fails from now on. */
    public synchronized FakeContainerEngine down(boolean down) {
        this.down = down;
        return this;
    }

    /** The name of its host from now on; null where it does not tell. */
    public synchronized FakeContainerEngine onHost(@Nullable String name) {
        this.host = name;
        return this;
    }

    @Override
    public synchronized Optional<String> hostName() throws EngineException {
        up();
        return Optional.ofNullable(host);
    }

    /** Whether lists are answered from now on. */
    public synchronized FakeContainerEngine lists(boolean answered) {
        this.lists = answered;
        return this;
    }

    /** How many streams were opened so far. */
    public synchronized int connections() {
        return connections;
    }

    @Override
    public String description() {
        return "fake engine";
    }

    @Override
    public String ping() throws EngineException {
        up();
        return "fake";
    }

    @Override
    public synchronized List<ContainerSummary> list() throws EngineException {
        up();
        if (!lists) {
            throw new EngineException("the fake engine gives no list", null);
        }
        return containers.values().stream().map(ContainerSnapshot::summary).toList();
    }

    @Override
    public synchronized List<Inspection> inspect(List<String> containerIds, Duration atMost) throws EngineException {
        up();
        return containerIds.stream().map(this::inspect).toList();
    }

    @Override
    public synchronized List<ResourceUsage> usage(List<String> containerIds, Duration atMost) throws EngineException {
        up();
        return containerIds.stream()
                .filter(id -> !silent.contains(id))
                .map(usages::get)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public synchronized ImageDetails image(String imageId) throws EngineException {
        up();
        ImageDetails image = images.get(names.getOrDefault(imageId, imageId));
        if (image == null) {
            throw new EngineException(EngineException.Reason.MISSING, "no image " + imageId, null);
        }
        return image;
    }

    @Override
    public synchronized ChangeStream changes(@Nullable Instant since, ChangeListener listener) throws EngineException {
        up();
        connections++;
        listeners.add(listener);
        if (since != null) {
            remembered.stream().filter(change -> !change.at().isBefore(since)).forEach(listener::changed);
        }
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    @Override
    public synchronized ChangeHistory history(@Nullable Instant since) throws EngineException {
        up();
        List<ContainerChange> changes = remembered.stream()
                .filter(change -> since != null && !change.at().isBefore(since))
                .toList();
        Instant oldest = remembered.isEmpty() ? null : remembered.get(0).at();
        return new ChangeHistory(changes, oldest, now);
    }

    @Override
    public synchronized void close() {
        listeners.clear();
    }

    private synchronized void up() throws EngineException {
        if (down) {
            throw new EngineException("the fake engine is down", null);
        }
    }

    private Inspection inspect(String id) {
        if (silent.contains(id)) {
            return new Inspection.Unanswered(id, "silenced by the test");
        }
        ContainerSnapshot container = containers.get(id);
        return container == null ? new Inspection.Gone(id) : new Inspection.Answered(container);
    }

    private synchronized List<ChangeListener> listeners() {
        return List.copyOf(listeners);
    }
}
