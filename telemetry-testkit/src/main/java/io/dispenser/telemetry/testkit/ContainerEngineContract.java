package io.dispenser.telemetry.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ContainerEngine} must do. A subclass opens the engine and does to its containers what the suite asks;
 * there may be other containers, which change meanwhile. It removes afterwards what was created.
 */
// Streams are open for what they do, not to be asked.
@SuppressWarnings("try")
public abstract class ContainerEngineContract {

    private static final String NO_SUCH_ID = "0".repeat(64);

    /** A new adapter to the one engine of this test; the suite closes it. Its deadline should be a second or less. */
    protected abstract ContainerEngine open() throws Exception;

    /** Creates, but does not start, a container that once started runs until {@link #exit}; returns its full id. */
    protected abstract String create(String name, Map<String, String> labels) throws Exception;

    /** Starts the container; returns when it runs. */
    protected abstract void start(String id) throws Exception;

    /** Freezes the running container. */
    protected abstract void pause(String id) throws Exception;

    /** Lets the running container end by itself with {@code code}; returns when it has. */
    protected abstract void exit(String id, int code) throws Exception;

    /** Changes the container's limits or restart policy, as {@code docker update} does. */
    protected abstract void update(String id) throws Exception;

    /** Whether the engine can {@link #update}, and says so. */
    protected boolean tellsUpdates() {
        return true;
    }

    /** Restarts the running container, as {@code docker restart} does. */
    protected abstract void restart(String id) throws Exception;

    /** Removes the container, running or not. */
    protected abstract void remove(String id) throws Exception;

    /** Lets inspections of this container hang from now on until the result is closed. */
    protected abstract AutoCloseable hang(String id) throws Exception;

    /** Lets the engine end all its streams of changes. */
    protected abstract void endStreams() throws Exception;

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
            assertThat(first.memoryBytes()).isPositive();
            CpuTime firstCpu = requireNonNull(first.cpu());
            assertThat(usages)
                    .filteredOn(usage -> usage.containerId().equals(created))
                    .allSatisfy(usage -> {
                        assertThat(usage.cpu()).isNull();
                        assertThat(usage.memoryBytes()).isNull();
                    });
            ResourceUsage second = only(engine.usage(List.of(running), ContainerEngine.PATIENCE), running);
            CpuTime secondCpu = requireNonNull(second.cpu());
            assertThat(secondCpu.usedNanos()).isGreaterThanOrEqualTo(firstCpu.usedNanos());
            assertThat(secondCpu.systemNanos()).isGreaterThanOrEqualTo(firstCpu.systemNanos());
            assertThat(secondCpu.cores()).isEqualTo(firstCpu.cores()).isPositive();
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
            assertThat(engine.inspect(List.of(hanging, other), Duration.ZERO))
                    .allMatch(Inspection.Unanswered.class::isInstance);
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
    void tellsChangesInOrderAndNothingElse() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        try (ContainerEngine engine = open();
                ChangeStream stream = engine.changes(null, heard)) {
            String name = name();
            String id = create(name, Map.of("tier", "front"));
            Instant createdAt = inspect(engine, id).createdAt();
            start(id);
            Kind told = change(id);
            restart(id);
            pause(id);
            remove(id);
            heard.await(id, Kind.REMOVED);

            assertThat(heard.kindsOf(id)).containsExactly(Kind.CREATED, told, Kind.RESTARTED, Kind.REMOVED);
            assertThat(heard.of(id)).extracting(ContainerChange::at).isSorted();
            assertThat(heard.of(id).get(0).at()).isAfterOrEqualTo(createdAt);
            assertThat(heard.of(id))
                    .allSatisfy(change -> assertThat(change.attributes())
                            .containsEntry("name", name)
                            .containsEntry("tier", "front"));
            assertThat(heard.ends()).isEmpty();
        }
    }

    @Test
    void remembersWhatItTold() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        RecordingChangeListener replayed = new RecordingChangeListener();
        try (ContainerEngine engine = open();
                ChangeStream stream = engine.changes(null, heard)) {
            Instant begin = engine.history(null).until();
            String id = create(name(), Map.of("tier", "front"));
            start(id);
            Kind told = change(id);
            restart(id);
            heard.await(id, 3);
            ChangeHistory history = engine.history(begin);
            while (history.until().isBefore(heard.of(id).get(2).at())) {
                history = engine.history(begin); // its time may be told in whole seconds
            }
            assertThat(history.changes())
                    .filteredOn(change -> change.containerId().equals(id))
                    .isEqualTo(heard.of(id));
            assertThat(history.until()).isAfterOrEqualTo(begin);
            assertThat(history.oldest()).isNotNull();
            assertThat(history.reachesBackTo(heard.of(id).get(0).at())).isTrue();
            Instant second = heard.of(id).get(1).at();
            assertThat(engine.history(second).changes())
                    .filteredOn(change -> change.containerId().equals(id))
                    .isEqualTo(heard.of(id).subList(1, 3));
            assertThat(engine.history(null).changes()).isEmpty();
            try (ChangeStream again = engine.changes(second, replayed)) {
                remove(id);
                replayed.await(id, Kind.REMOVED);
                assertThat(replayed.kindsOf(id)).containsExactly(told, Kind.RESTARTED, Kind.REMOVED);
            }
        }
    }

    @Test
    void missesNothingOnceAccepted() throws Exception {
        try (ContainerEngine engine = open()) {
            for (int i = 0; i < 10; i++) {
                RecordingChangeListener heard = new RecordingChangeListener();
                try (ChangeStream stream = engine.changes(null, heard)) {
                    String id = create(name(), Map.of());
                    heard.await(id, Kind.CREATED);
                    assertThat(heard.kindsOf(id)).containsExactly(Kind.CREATED);
                }
            }
        }
    }

    @Test
    void tellsEachListenerOfTheEndOnce() throws Exception {
        RecordingChangeListener first = new RecordingChangeListener();
        RecordingChangeListener second = new RecordingChangeListener();
        try (ContainerEngine engine = open()) {
            ChangeStream firstStream = engine.changes(null, first);
            ChangeStream secondStream = engine.changes(null, second);
            endStreams();
            first.awaitEnd();
            second.awaitEnd();
            firstStream.close();
            secondStream.close();
            firstStream.close();
        }
        assertThat(first.ends())
                .hasSize(1)
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(second.ends()).hasSize(1);
    }

    @Test
    void tellsNothingAfterClose() throws Exception {
        RecordingChangeListener closed = new RecordingChangeListener();
        RecordingChangeListener open = new RecordingChangeListener();
        try (ContainerEngine engine = open()) {
            ChangeStream stream = engine.changes(null, closed);
            try (ChangeStream other = engine.changes(null, open)) {
                stream.close();
                stream.close();
                String id = create(name(), Map.of());
                open.await(id, Kind.CREATED);
                assertThat(closed.of(id)).isEmpty();
            }
            endStreams();
        }
        assertThat(closed.ends()).isEmpty();
        assertThat(open.ends()).isEmpty();
    }

    @Test
    void endsStreamsInSilenceWhenItIsClosed() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        ContainerEngine engine = open();
        engine.changes(null, heard);
        engine.close();
        engine.close();
        assertThatThrownBy(engine::list).isInstanceOf(EngineException.class);
        assertThat(heard.ends()).isEmpty();
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

    private Kind change(String id) throws Exception {
        if (!tellsUpdates()) {
            restart(id);
            return Kind.RESTARTED;
        }
        update(id);
        return Kind.UPDATED;
    }

    private static String name() {
        return "contract-" + UUID.randomUUID();
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

    private static ContainerSnapshot inspect(ContainerEngine engine, String id) throws Exception {
        return snapshot(engine.inspect(List.of(id)).get(0));
    }

    private static ContainerSnapshot snapshot(Inspection inspection) {
        if (inspection instanceof Inspection.Answered answered) {
            return answered.snapshot();
        }
        throw new AssertionError("not answered: " + inspection);
    }
}
