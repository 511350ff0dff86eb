package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ContainerEngine} must do about changes; a part of {@code ContainerEngineContract}. */
// Streams are open for what they do, not to be asked.
@SuppressWarnings("try")
public abstract class EngineChangesContract {

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

    /** Whether the engine tells CPU and memory of containers that are up; null is as good an answer. */
    protected boolean tellsUsage() {
        return false;
    }

    /** Restarts the running container, as {@code docker restart} does. */
    protected abstract void restart(String id) throws Exception;

    /** Removes the container, running or not. */
    protected abstract void remove(String id) throws Exception;

    /** Lets inspections of this container, and readings of what it uses, hang from now on until the result is closed. */
    protected abstract AutoCloseable hang(String id) throws Exception;

    /** Lets the engine end all its streams of changes. */
    protected abstract void endStreams() throws Exception;

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
                    .filteredOn(change -> change.containerId().equals(id) && !RecordingChangeListener.isOfRun(change))
                    .isEqualTo(heard.of(id));
            assertThat(history.until()).isAfterOrEqualTo(begin);
            assertThat(history.oldest()).isNotNull();
            assertThat(history.reachesBackTo(heard.of(id).get(0).at())).isTrue();
            Instant second = heard.of(id).get(1).at();
            assertThat(engine.history(second).changes())
                    .filteredOn(change -> change.containerId().equals(id) && !RecordingChangeListener.isOfRun(change))
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

    Kind change(String id) throws Exception {
        if (!tellsUpdates()) {
            restart(id);
            return Kind.RESTARTED;
        }
        update(id);
        return Kind.UPDATED;
    }

    static String name() {
        return "contract-" + UUID.randomUUID();
    }

    static ContainerSnapshot inspect(ContainerEngine engine, String id) throws Exception {
        return snapshot(engine.inspect(List.of(id)).get(0));
    }

    static ContainerSnapshot snapshot(Inspection inspection) {
        if (inspection instanceof Inspection.Answered answered) {
            return answered.snapshot();
        }
        throw new AssertionError("not answered: " + inspection);
    }
}
