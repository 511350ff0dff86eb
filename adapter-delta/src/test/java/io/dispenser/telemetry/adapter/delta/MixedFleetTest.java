package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts of several versions write one table through its inbox, are killed and started again, and while they do, somebody upgrades
 * the table twice: each row is there once, with the columns that its host and the table knew.
 */
class MixedFleetTest {

    private static final String INBOX = "_delta_log/_dispenser/inbox";

    /** What the host knows, host by host. */
    private static final List<ColumnSet> VERSIONS =
            List.of(ColumnSet.DOCUMENTED, ColumnSet.ALL, ColumnSet.WITHOUT_USAGE, ColumnSet.ALL, ColumnSet.DOCUMENTED);

    private static final int HOSTS = VERSIONS.size();
    private static final int BATCHES = 9;
    private static final int ROWS = 3;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final CountDownLatch third = new CountDownLatch(HOSTS * BATCHES / 3);
    private final CountDownLatch twoThirds = new CountDownLatch(HOSTS * BATCHES * 2 / 3);

    /** By the number of the first event of a batch: the version that its receipt tells. */
    private final Map<Integer, Long> versions = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRowIsThereOnceWithAllColumnsThatHostAndTableKnow(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (var sink = sink(store.anotherClient(), ColumnSet.DOCUMENTED, GroupCommitMode.AUTO)) {
            sink.prepare();
        }
        ExecutorService threads = Executors.newFixedThreadPool(HOSTS + 1);
        long middle;
        long all;
        try {
            List<Future<Void>> hosts = new ArrayList<>();
            for (int host = 0; host < HOSTS; host++) {
                hosts.add(threads.submit(host(host, random.split())));
            }
            assertThat(third.await(60, TimeUnit.SECONDS)).isTrue();
            middle = upgrade(ColumnSet.WITHOUT_USAGE);
            assertThat(twoThirds.await(60, TimeUnit.SECONDS)).isTrue();
            all = upgrade(ColumnSet.ALL);
            for (Future<Void> host : hosts) {
                host.get(100, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        emptyInbox();
        check(seed, middle, all);
    }

    private void check(long seed, long middle, long all) throws Exception {
        Map<String, ContainerStatusEvent> rows = ReadBack.statuses(store).stream()
                .collect(Collectors.toMap(ContainerStatusEvent::service, Function.identity()));
        assertThat(rows).as("seed " + seed).hasSize(HOSTS * BATCHES * ROWS);
        int certain = 0;
        for (int number = 0; number < rows.size(); number++) {
            ContainerStatusEvent event =
                    EventAsKnown.by(VERSIONS.get(number / ROWS / BATCHES), SampleEvents.status(number));
            ContainerStatusEvent row = rows.get(event.service());
            Long version = versions.get(number / ROWS * ROWS);
            if (version == null) {
                // It was there when its host asked again.
                assertThat(row)
                        .isIn(
                                EventAsKnown.by(ColumnSet.DOCUMENTED, event),
                                EventAsKnown.by(ColumnSet.WITHOUT_USAGE, event),
                                event);
            } else {
                ColumnSet table = version < middle
                        ? ColumnSet.DOCUMENTED
                        : version < all ? ColumnSet.WITHOUT_USAGE : ColumnSet.ALL;
                assertThat(row).as("seed " + seed + ", version " + version).isEqualTo(EventAsKnown.by(table, event));
                certain++;
            }
        }
        assertThat(certain).isGreaterThan(rows.size() / 2);
        assertThat(versions.values()).anyMatch(version -> version < middle).anyMatch(version -> version > all);
    }

    private long upgrade(ColumnSet columns) throws SinkException {
        try (var upgrade = new DeltaTableUpgrade(TelemetryTables.status(columns), store.anotherClient(), "test/1")) {
            DeltaTableUpgrade.Result result = upgrade.upgrade().orElseThrow();
            assertThat(result.columns()).isNotEmpty();
            return result.version();
        }
    }

    private Callable<Void> host(int host, SplittableRandom random) {
        GroupCommitMode mode = host == 1 ? GroupCommitMode.AUTO : GroupCommitMode.ALWAYS;
        return () -> {
            MortalStore client = new MortalStore(store.anotherClient(), random.split(), random.nextInt(40, 200));
            DeltaSink<ContainerStatusEvent> sink = sink(client, VERSIONS.get(host), mode);
            int number = 0;
            while (number < BATCHES) {
                int first = (host * BATCHES + number) * ROWS;
                try {
                    WriteReceipt receipt =
                            sink.write(new Batch<>("host-" + host, number, SampleEvents.statuses(first, first + ROWS)));
                    if (!receipt.alreadyPresent()) {
                        versions.put(first, receipt.version());
                    }
                    number++;
                    third.countDown();
                    twoThirds.countDown();
                } catch (SinkException e) {
                    assertThat(e.isPermanent()).as(e.getMessage()).isFalse();
                } catch (MortalStore.Killed e) {
                    client = new MortalStore(store.anotherClient(), random.split(), random.nextInt(40, 400));
                    sink = sink(client, VERSIONS.get(host), mode);
                }
            }
            client.immortal();
            sink.close();
            return null;
        };
    }

    private static DeltaSink<ContainerStatusEvent> sink(TableStore client, ColumnSet version, GroupCommitMode mode) {
        return new DeltaSink<>(TelemetryTables.status(version), client, "test/1", mode, FastGroupCommit.means());
    }

    private void emptyInbox() throws Exception {
        try (var sink = sink(store.anotherClient(), ColumnSet.DOCUMENTED, GroupCommitMode.AUTO)) {
            for (int look = 0; look < 200 && !store.list(INBOX, "").isEmpty(); look++) {
                var unused = sink.lookAround();
                Thread.sleep(50);
            }
        }
        assertThat(store.list(INBOX, "")).isEmpty();
    }
}
