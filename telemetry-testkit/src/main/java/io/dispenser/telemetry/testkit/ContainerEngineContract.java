package io.dispenser.telemetry.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ContainerEngine} must do. A subclass opens the engine and does to its containers what the suite asks;
 * there may be other containers, which change meanwhile. It removes afterwards what was created.
 */
// What hangs is open for what it does, not to be asked.
@SuppressWarnings("try")
public abstract class ContainerEngineContract extends EngineChangesContract {

    private static final String NO_SUCH_ID = "0".repeat(64);

    @Test
    void tellsWhatItIs() throws Exception {
        try (ContainerEngine engine = open()) {
            assertThat(engine.description()).isNotBlank();
            assertThat(engine.ping()).isNotBlank();
        }
    }

    @Test
    void listsContainersInEveryState() throws Exception {
        String name = name();
        String created = create(name, Map.of("tier", "front"));
        String running = create(name(), Map.of());
        start(running);
        String paused = create(name(), Map.of());
        start(paused);
        pause(paused);
        String exited = create(name(), Map.of());
        start(exited);
        exit(exited, 0);
        String removed = create(name(), Map.of());
        remove(removed);

        try (ContainerEngine engine = open()) {
            List<ContainerSummary> list = engine.list();
            assertThat(summary(list, created).name()).isEqualTo(name);
            assertThat(summary(list, created).labels()).containsEntry("tier", "front");
            assertThat(summary(list, created).state()).isEqualTo(ContainerState.CREATED);
            assertThat(summary(list, running).state()).isEqualTo(ContainerState.RUNNING);
            assertThat(summary(list, paused).state()).isEqualTo(ContainerState.PAUSED);
            assertThat(summary(list, exited).state()).isEqualTo(ContainerState.EXITED);
            assertThat(list).extracting(ContainerSummary::id).doesNotContain(removed);
        }
    }

    @Test
    void inspectsInTheOrderAsked() throws Exception {
        String name = name();
        String first = create(name, Map.of("tier", "back"));
        String second = create(name(), Map.of());
        String removed = create(name(), Map.of());
        remove(removed);

        try (ContainerEngine engine = open()) {
            List<Inspection> inspections = engine.inspect(List.of(second, removed, first, NO_SUCH_ID, second));
            assertThat(inspections)
                    .extracting(Inspection::containerId)
                    .containsExactly(second, removed, first, NO_SUCH_ID, second);
            assertThat(inspections.get(1)).isEqualTo(new Inspection.Gone(removed));
            assertThat(inspections.get(3)).isEqualTo(new Inspection.Gone(NO_SUCH_ID));
            ContainerSnapshot snapshot = snapshot(inspections.get(2));
            assertThat(snapshot.name()).isEqualTo(name);
            assertThat(snapshot.labels()).containsEntry("tier", "back");
            assertThat(snapshot.image()).isNotBlank();
            assertThat(snapshot.imageId()).startsWith("sha256:");
            assertThat(engine.inspect(List.of())).isEmpty();
        }
    }

    @Test
    void tellsStartAndExitCode() throws Exception {
        String id = create(name(), Map.of());
        try (ContainerEngine engine = open()) {
            ContainerSnapshot created = inspect(engine, id);
            assertThat(created.state()).isEqualTo(ContainerState.CREATED);
            assertThat(created.startedAt()).isNull();
            start(id);
            ContainerSnapshot running = inspect(engine, id);
            assertThat(running.state()).isEqualTo(ContainerState.RUNNING);
            assertThat(running.startedAt()).isAfterOrEqualTo(created.createdAt());
            exit(id, 3);
            ContainerSnapshot exited = inspect(engine, id);
            assertThat(exited.state()).isEqualTo(ContainerState.EXITED);
            assertThat(exited.exitCode()).isEqualTo(3);
            assertThat(exited.startedAt()).isEqualTo(running.startedAt());
            assertThat(exited.createdAt()).isEqualTo(created.createdAt());
        }
    }

    @Test
    void oneHangingContainerIsOneUnanswered() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(create(name(), Map.of()));
        }
        String hanging = ids.get(2);
        try (ContainerEngine engine = open()) {
            try (AutoCloseable hung = hang(hanging)) {
                for (int sample = 0; sample < 3; sample++) {
                    for (Inspection inspection : engine.inspect(ids)) {
                        Class<?> expected = inspection.containerId().equals(hanging)
                                ? Inspection.Unanswered.class
                                : Inspection.Answered.class;
                        assertThat(inspection).isInstanceOf(expected);
                    }
                }
                assertThat(engine.list()).extracting(ContainerSummary::id).containsAll(ids);
            }
            assertThat(inspect(engine, hanging).id()).isEqualTo(hanging);
        }
    }

    @Test
    void tellsWhatContainersThatAreUpUse() throws Exception {
        String running = create(name(), Map.of());
        start(running);
        String created = create(name(), Map.of());
        try (ContainerEngine engine = open()) {
            List<ResourceUsage> usages = engine.usage(List.of(running, created, NO_SUCH_ID), ContainerEngine.PATIENCE);
            assertThat(usages)
                    .filteredOn(usage -> usage.containerId().equals(NO_SUCH_ID))
                    .isEmpty();
            ResourceUsage first = only(usages, running);
            assertThat(usages)
                    .filteredOn(usage -> usage.containerId().equals(created))
                    .allSatisfy(usage -> {
                        assertThat(usage.cpu()).isNull();
                        assertThat(usage.memoryBytes()).isNull();
                    });
            ResourceUsage second = only(engine.usage(List.of(running), ContainerEngine.PATIENCE), running);
            if (tellsUsage()) {
                assertThat(first.memoryBytes()).isPositive();
                CpuTime firstCpu = requireNonNull(first.cpu());
                CpuTime secondCpu = requireNonNull(second.cpu());
                assertThat(secondCpu.usedNanos()).isGreaterThanOrEqualTo(firstCpu.usedNanos());
                assertThat(secondCpu.systemNanos()).isGreaterThanOrEqualTo(firstCpu.systemNanos());
                assertThat(secondCpu.cores()).isEqualTo(firstCpu.cores()).isPositive();
            }
            assertThat(engine.usage(List.of(), ContainerEngine.PATIENCE)).isEmpty();
        }
    }

    @Test
    void anEngineThatHangsLeavesOutWhatItCannotTellInTime() throws Exception {
        String hanging = create(name(), Map.of());
        start(hanging);
        String other = create(name(), Map.of());
        start(other);
        try (ContainerEngine engine = open();
                AutoCloseable hung = hang(hanging)) {
            assertThat(engine.usage(List.of(hanging, other), ContainerEngine.PATIENCE))
                    .extracting(ResourceUsage::containerId)
                    .containsExactly(other);
            List<Inspection> atOnce = engine.inspect(List.of(hanging, other), Duration.ZERO);
            assertThat(atOnce).extracting(Inspection::containerId).containsExactly(hanging, other);
            // An engine in memory has answered before it can be too late.
            assertThat(atOnce.get(0)).isInstanceOf(Inspection.Unanswered.class);
            assertThat(atOnce.get(1)).isNotInstanceOf(Inspection.Gone.class);
        }
    }

    @Test
    void tellsAnImage() throws Exception {
        String id = create(name(), Map.of());
        try (ContainerEngine engine = open()) {
            String imageId = inspect(engine, id).imageId();
            ImageDetails image = engine.image(imageId);
            assertThat(image.id()).isEqualTo(imageId);
            assertThat(image.sizeBytes()).isPositive();
            assertThatThrownBy(() -> engine.image("sha256:" + NO_SUCH_ID)).isInstanceOf(EngineException.class);
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        String id = create(name(), Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ContainerEngine engine = open()) {
            Callable<Inspection> task = () -> {
                assertThat(engine.list()).extracting(ContainerSummary::id).contains(id);
                return engine.inspect(List.of(id)).get(0);
            };
            for (Future<Inspection> future : threads.invokeAll(Collections.nCopies(32, task))) {
                assertThat(future.get()).isInstanceOf(Inspection.Answered.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ResourceUsage only(List<ResourceUsage> usages, String id) {
        List<ResourceUsage> found =
                usages.stream().filter(usage -> usage.containerId().equals(id)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static ContainerSummary summary(List<ContainerSummary> list, String id) {
        return list.stream()
                .filter(summary -> summary.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not listed: " + id));
    }
}
