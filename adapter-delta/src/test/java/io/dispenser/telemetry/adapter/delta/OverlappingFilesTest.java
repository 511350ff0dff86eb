package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Files whose times overlap, as those of several hosts and of batches that came late: what is newest is what a list says. */
class OverlappingFilesTest {

    private static final Instant START = Instant.parse("2026-03-01T22:00:00Z");

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final Map<String, Integer> numbers = new HashMap<>();

    @Test
    void aFileThatWasWrittenLaterAndReachesFurtherBackDoesNotHideNewerRowsOfAnother() throws Exception {
        write("a", List.of(at(10), at(20), at(30)));
        write("b", List.of(at(5), at(31))); // its newest is the table's newest, and its oldest the oldest
        write("a", List.of(at(1), at(29)));

        assertThat(newest(null, null, 2)).containsExactly(time(31), time(30));
        assertThat(newest(null, null, 4)).containsExactly(time(31), time(30), time(29), time(20));
    }

    /** As Spark's writers do: they leave out what is less than a millisecond, and round to no side. */
    @Test
    void statisticsThatWereCutToMillisecondsHideNoRow() throws Exception {
        write("a", List.of(at(31)));
        write("b", List.of(at(31, 20)));
        LogText log = new LogText(store, InstantSource.system());
        assertThat(log.line(1, "add")).contains("31.001Z"); // ours are rounded up
        log.rewrite(1, line -> line.replace("31.001Z", "31.000Z"));

        assertThat(newest(null, null, 1)).containsExactly(time(31));
    }

    @RepeatedTest(2)
    void theNewestRowsAreThoseOfAList() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ContainerStatusEvent> all = new ArrayList<>();
        List<Integer> seconds = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            seconds.add(i * 120); // four hours, over a midnight
        }
        Collections.shuffle(seconds, random);
        while (!seconds.isEmpty()) {
            List<ContainerStatusEvent> batch = new ArrayList<>();
            for (int rows = 1 + random.nextInt(12); rows > 0 && !seconds.isEmpty(); rows--) {
                batch.add(at(seconds.remove(seconds.size() - 1)));
            }
            write("host-" + random.nextInt(3), batch);
            all.addAll(batch);
        }
        all.sort(Comparator.comparing(ContainerStatusEvent::timestamp).reversed());
        for (int i = 0; i < 20; i++) {
            String service = random.nextBoolean() ? "service-" + random.nextInt(4) : null;
            Instant since = random.nextBoolean() ? time(random.nextInt(14_400)) : null;
            int limit = 1 + random.nextInt(50);
            List<Instant> expected = all.stream()
                    .filter(event -> service == null || event.service().equals(service))
                    .map(ContainerStatusEvent::timestamp)
                    .filter(at -> since == null || !at.isBefore(since))
                    .limit(limit)
                    .toList();
            assertThat(newest(service, since, limit))
                    .as("seed %d: %s since %s, at most %d", seed, service, since, limit)
                    .isEqualTo(expected);
        }
    }

    private List<Instant> newest(@Nullable String service, @Nullable Instant since, int limit) throws Exception {
        return new DeltaTableReader(store)
                .read(new RowQuery(service, since, limit)).orElseThrow().rows().stream()
                        .map(row -> (Instant) Objects.requireNonNull(row.get(1)))
                        .toList();
    }

    private void write(String host, List<ContainerStatusEvent> events) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>(host, numbers.merge(host, 1, Integer::sum), events));
        }
    }

    /** Of less than a millisecond too, which statistics leave out. */
    private static Instant time(int second) {
        return START.plusSeconds(second).plus(second % 1000, ChronoUnit.MICROS);
    }

    private static ContainerStatusEvent at(int second) {
        return at(second, second % 1000);
    }

    private static ContainerStatusEvent at(int second, int micros) {
        return new ContainerStatusEvent(
                START.plusSeconds(second).plus(micros, ChronoUnit.MICROS),
                "service-" + second / 120 % 4,
                "0123456789ab",
                ContainerState.RUNNING,
                HealthStatus.NONE,
                null,
                0,
                second,
                0,
                null);
    }
}
