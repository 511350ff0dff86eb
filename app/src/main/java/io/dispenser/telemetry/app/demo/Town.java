package io.dispenser.telemetry.app.demo;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The containers at one moment of the story, and the changes that led there, as an engine would report them. */
final class Town {

    private final Map<String, SimulatedContainer> containers = new LinkedHashMap<>();
    private final List<ContainerChange> changes = new ArrayList<>();

    SimulatedContainer container(String name) {
        return requireNonNull(containers.get(name), name);
    }

    void create(SimulatedImage image, int generation, SimulatedContainer.Traits traits, Instant at) {
        SimulatedContainer container = new SimulatedContainer(image, generation, traits, at);
        containers.put(container.name(), container);
        report(container, ContainerChange.Kind.CREATED, at);
    }

    void remove(String name, Instant at) {
        report(container(name), ContainerChange.Kind.REMOVED, at);
        containers.remove(name);
    }

    void update(String name, long memoryLimitMiB, Instant at) {
        container(name).limitMemory(memoryLimitMiB);
        report(container(name), ContainerChange.Kind.UPDATED, at);
    }

    void restart(String name, Instant at) {
        container(name).restart(at);
        report(container(name), ContainerChange.Kind.RESTARTED, at);
    }

    List<ContainerSnapshot> containers() {
        return containers.values().stream().map(SimulatedContainer::snapshot).toList();
    }

    List<ContainerChange> changes() {
        return List.copyOf(changes);
    }

    private void report(SimulatedContainer container, ContainerChange.Kind kind, Instant at) {
        changes.add(new ContainerChange(
                container.id(),
                kind,
                at,
                Map.of("name", container.name(), "image", container.image().reference())));
    }
}
