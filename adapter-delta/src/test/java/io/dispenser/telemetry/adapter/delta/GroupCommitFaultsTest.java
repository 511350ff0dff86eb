package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts that hand over, commit by themselves or do as they like write one table, while requests fail before and after they had
 * their effect, listings of the inbox lag, and each of them, the holder of the lease too, is killed at any request.
 */
class GroupCommitFaultsTest {

    private static final String INBOX = "_delta_log/_dispenser/inbox";
    private static final List<GroupCommitMode> MODES =
            List.of(GroupCommitMode.AUTO, GroupCommitMode.ALWAYS, GroupCommitMode.NEVER, GroupCommitMode.ALWAYS);
    private static final int HOSTS = MODES.size();
    private static final int BATCHES = 12;
    private static final int ROWS = 3;

    private final InMemoryTableStore store = new InMemoryTableStore();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyRowIsThereOnceAndTheInboxEmpties(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        ExecutorService threads = Executors.newFixedThreadPool(HOSTS);
        try {
            List<Future<Void>> hosts = new ArrayList<>();
            for (int host = 0; host < HOSTS; host++) {
                hosts.add(threads.submit(host(host, random.split())));
            }
            for (Future<Void> host : hosts) {
                host.get(100, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        emptyInbox();
        assertThat(ReadBack.statuses(store))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, HOSTS * BATCHES * ROWS));
    }

    private Callable<Void> host(int host, SplittableRandom random) {
        GroupCommitMode mode = MODES.get(host);
        return () -> {
            MortalStore client = new MortalStore(store.anotherClient(), random.split(), random.nextInt(20, 90));
            DeltaSink<ContainerStatusEvent> sink = sink(client, mode);
            int number = 0;
            while (number < BATCHES) {
                List<Batch<ContainerStatusEvent>> waiting =
                        batches(host, number, Math.min(BATCHES, number + random.nextInt(1, 4)));
                try {
                    WriteReceipt receipt = sink.writeAll(waiting);
                    for (Batch<ContainerStatusEvent> batch : waiting.subList(0, receipt.batches())) {
                        if (receipt.alreadyPresent()) {
                            assertThat(sink.absent(batch.events()).orElseThrow())
                                    .isEmpty();
                        }
                        number++;
                    }
                } catch (SinkException e) {
                    assertThat(e.isPermanent()).as(e.getMessage()).isFalse();
                } catch (MortalStore.Killed e) {
                    // The next process of this host has the same spool, and so the same batches.
                    client = new MortalStore(store.anotherClient(), random.split(), random.nextInt(20, 400));
                    sink = sink(client, mode);
                }
            }
            client.immortal();
            sink.close();
            return null;
        };
    }

    private static List<Batch<ContainerStatusEvent>> batches(int host, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> {
                    int first = (host * BATCHES + number) * ROWS;
                    return new Batch<>("host-" + host, number, SampleEvents.statuses(first, first + ROWS));
                })
                .toList();
    }

    private static DeltaSink<ContainerStatusEvent> sink(MortalStore client, GroupCommitMode mode) {
        return new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", mode, FastGroupCommit.means());
    }

    /** What hosts that died have left is seen to by whoever comes next. */
    private void emptyInbox() throws Exception {
        try (var sink = new DeltaSink<>(
                TelemetryTables.STATUS,
                store.anotherClient(),
                "test/1",
                GroupCommitMode.AUTO,
                FastGroupCommit.means())) {
            for (int look = 0; look < 200 && !store.list(INBOX, "").isEmpty(); look++) {
                sink.lookAround();
                Thread.sleep(Duration.ofMillis(50).toMillis());
            }
        }
        assertThat(store.list(INBOX, "")).isEmpty();
    }
}
