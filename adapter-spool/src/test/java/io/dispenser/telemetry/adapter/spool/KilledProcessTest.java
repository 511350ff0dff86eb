package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that use a spool and are killed, and processes that want the same one. */
class KilledProcessTest {

    private static final int KILLS = 20;

    @TempDir
    private Path root;

    /** What a table knows: events by the name of their batch, in the order in which they came. */
    private final Map<String, List<ContainerStatusEvent>> table = new LinkedHashMap<>();

    private int lastAcknowledged = -1;

    @Test
    void everyAcknowledgedEventIsThereOnceAndInOrderHoweverOftenTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildProcess child = new ChildProcess(
                    RecordingChild.class, root.toString(), String.valueOf(next), String.valueOf(random.nextLong()))) {
                assertThat(child.line()).isEqualTo("open");
                int lines = 1 + random.nextInt(60);
                for (int i = 0; i < lines; i++) {
                    heard(child.line());
                }
                child.kill().forEach(this::heard);
            }
            next = 1 + newestEvent(random.nextInt(3) == 0);
            assertThat(next).as("seed %d, kill %d", seed, kill).isGreaterThan(lastAcknowledged);
        }
        newestEvent(true);
        List<ContainerStatusEvent> all =
                table.values().stream().flatMap(List::stream).toList();
        assertThat(all).as("seed %d", seed).isEqualTo(SampleEvents.statuses(0, next));
    }

    @Test
    void aSecondProcessIsToldWhoHasTheSpool() throws Exception {
        try (ChildProcess child = new ChildProcess(RecordingChild.class, root.toString(), "-1", "0")) {
            assertThat(child.line()).isEqualTo("open");
            assertThatThrownBy(this::open)
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("in use by another process, pid " + child.pid())
                    .hasMessageContaining(root.toString());
            child.kill();
            open().close();
        }
    }

    @Test
    void aSecondSpoolOfThisProcessIsTurnedAwayAndTheFirstKeepsItsLock() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining(
                            "this very process, pid " + ProcessHandle.current().pid());
            new SpoolInspector(root).segments();
            try (ChildProcess child = new ChildProcess(RecordingChild.class, root.toString(), "-1", "0")) {
                assertThatThrownBy(child::line).hasMessageContaining("ended without a word");
            }
            spool.append(SampleEvents.statuses(0, 1));
        }
    }

    private FileSpool<ContainerStatusEvent> open() throws SpoolException {
        return FileSpool.open(TelemetryTables.STATUS, root, SpoolFixture.OPTIONS);
    }

    private void heard(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("acked")) {
            lastAcknowledged = Integer.parseInt(words[1]);
        } else if (words.length == 5) { // else the kill cut it short
            put(
                    words[1] + ' ' + words[2],
                    SampleEvents.statuses(Integer.parseInt(words[3]), Integer.parseInt(words[4]) + 1));
        }
    }

    private void put(String batch, List<ContainerStatusEvent> events) {
        List<ContainerStatusEvent> before = table.putIfAbsent(batch, events);
        assertThat(before == null || before.equals(events))
                .as("batch %s has one content for ever", batch)
                .isTrue();
    }

    /** The number of the newest event in spool or table; the batches go to the table, or stay for the next process. */
    private int newestEvent(boolean drain) throws SpoolException, IOException {
        int newest = table.values().stream()
                .flatMap(List::stream)
                .mapToInt(ContainerStatusEvent::restartCount)
                .max()
                .orElse(-1);
        try (FileSpool<ContainerStatusEvent> spool = open()) {
            List<SpooledEvent> waiting = new ArrayList<>();
            new SpoolInspector(root).forEachEvent(TelemetryTables.STATUS.name(), waiting::add);
            if (!waiting.isEmpty()) {
                String json = waiting.get(waiting.size() - 1).json();
                newest = Json.read(json.getBytes(StandardCharsets.UTF_8))
                        .path("restart_count")
                        .intValue();
            }
            if (drain) {
                for (Batch<ContainerStatusEvent> batch : SpoolFixture.drain(spool)) {
                    put(batch.writerId() + ' ' + batch.number(), batch.events());
                }
            }
        }
        return newest;
    }
}
