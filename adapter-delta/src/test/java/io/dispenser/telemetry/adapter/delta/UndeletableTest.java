package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Hosts that may do all but delete hand over and commit for others; what stays in the inbox costs neither rows nor requests. */
class UndeletableTest {

    private static final String INBOX = "_delta_log/_dispenser/inbox";
    private static final String LEASES = "_delta_log/_dispenser";
    private static final Duration FLUSH = Duration.ofSeconds(10);
    private static final int ROWS = 3;

    private final SteppedTime time = new SteppedTime();
    private final InMemoryTableStore store = new InMemoryTableStore(time.clock);
    private final InMemoryTableStore client = store.anotherClient();
    private final GuardedStore guarded = new GuardedStore(client);
    private int written;

    @Test
    void rowsAreThereOnceAndTheirFilesStay() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        for (int flush = 0; flush < 20; flush++) {
            assertThat(write(sink).committedBy()).as("flush " + flush).isPresent();
            time.pass(FLUSH);
        }
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, written * ROWS));
        assertThat(store.list(INBOX, "")).hasSize(written);
        assertThat(guarded.refused).as("one refusal is enough for ten minutes").isEqualTo(1);
    }

    @Test
    void aFlushCostsAsManyRequestsHoweverManyFilesStay() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        write(sink);
        List<Long> costs = new ArrayList<>();
        for (int hundred = 0; hundred < 2; hundred++) {
            long before = client.requests();
            for (int flush = 0; flush < 100; flush++) {
                time.pass(FLUSH);
                write(sink);
            }
            costs.add(client.requests() - before);
        }
        assertThat(store.list(INBOX, "")).hasSize(written);
        assertThat(costs.get(1)).as("%s", costs).isLessThan(costs.get(0) * 11 / 10);
        assertThat(guarded.inboxReads).as("each file is read once").isEqualTo(written);
    }

    @Test
    void thousandsOfThemAreListedAndNeverReadAndAlsoThenAHolderHoldsBack() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        write(sink);
        leave(3_500);
        time.pass(FLUSH);
        write(sink);
        long lists = client.requests(StoreOperation.LIST);
        int reads = guarded.inboxReads;
        for (int flush = 0; flush < 6; flush++) {
            time.pass(FLUSH);
            assertThat(write(sink).committedBy()).as("flush " + flush).isPresent();
        }
        assertThat(client.requests(StoreOperation.LIST) - lists)
                .as("four pages each, and fewer rounds than three seconds would allow")
                .isLessThan(6 * 3 * 4);
        assertThat(guarded.inboxReads - reads).isEqualTo(6);

        leave(7_000);
        time.pass(Duration.ofMinutes(2));
        assertThat(time.isAnybodyAtWork()).as("too many").isFalse();
        for (int flush = 0; flush < 3; flush++) {
            write(sink);
            time.pass(FLUSH);
        }
        assertThat(time.isAnybodyAtWork()).isFalse();
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, written * ROWS));
    }

    @Test
    void whenTheRightIsGrantedTheyGo() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        write(sink);
        time.pass(FLUSH);
        write(sink);
        guarded.mayDelete = true;
        while (time.clock.instant().isBefore(SteppedTime.START.plus(Duration.ofMinutes(11)))) {
            time.pass(FLUSH);
            write(sink);
        }
        time.pass(FLUSH);
        assertThat(store.list(INBOX, "")).isEmpty();
        assertThat(ReadBack.statuses(store)).hasSize(written * ROWS);
    }

    @Test
    void nobodyTakesALeaseForTheirSakeAndNobodyIsWarnedOfThem() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        write(sink);
        time.pass(Duration.ofMinutes(2));
        assertThat(time.isAnybodyAtWork()).as("an inbox with nothing to do").isFalse();

        DeltaSink<ContainerStatusEvent> quiet = sink(new GuardedStore(store.anotherClient()));
        LookAround look = quiet.lookAround();
        assertThat(time.isAnybodyAtWork()).isFalse();
        assertThat(look.again()).isGreaterThan(Duration.ofMinutes(44));
        time.pass(look.again());
        assertThat(quiet.lookAround().stranded()).isEmpty();
        time.pass(Duration.ofMinutes(1));
        assertThat(quiet.lookAround().stranded()).isEmpty();
        try (var maintenance = new DeltaMaintenance("status", store.anotherClient(), "test/1")) {
            HandOvers told = maintenance.describe().orElseThrow().handOvers();
            assertThat(told.waiting()).isEqualTo(1);
            assertThat(told.left()).isEqualTo(1);
            assertThat(told.held()).isFalse();
        }
    }

    @Test
    void whatADeadHostHandedOverIsFoundAmongThousands() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        write(sink);
        leave(1_500);
        time.pass(FLUSH);
        write(sink);
        time.pass(Duration.ofMinutes(2));
        assertThat(time.isAnybodyAtWork()).isFalse();
        DeltaSink<ContainerStatusEvent> quiet = sink(new GuardedStore(store.anotherClient()));
        quiet.lookAround();
        assertThat(time.isAnybodyAtWork()).as("they are known").isFalse();

        DeltaSink<ContainerStatusEvent> dying = new DeltaSink<>(
                TelemetryTables.STATUS, store.anotherClient(), "test/1", GroupCommitMode.ALWAYS, time.meansOfWhoDies());
        assertThatExceptionOfType(SteppedTime.Died.class).isThrownBy(() -> dying.write(batch("z", written)));
        quiet.lookAround();
        time.pass(Duration.ofMinutes(2));
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, (written + 1) * ROWS));
    }

    @Test
    void aLeaseIsTakenAlthoughTheOneBeforeStays() throws Exception {
        DeltaSink<ContainerStatusEvent> sink = sink(guarded);
        for (int holding = 0; holding < 3; holding++) {
            write(sink);
            time.pass(Duration.ofMinutes(2));
        }
        assertThat(store.list(LEASES, "lease_")).hasSizeGreaterThan(1);
        DeltaSink<ContainerStatusEvent> other = sink(store.anotherClient());
        other.write(batch("other", 0));
        time.pass(FLUSH);
        assertThat(store.list(LEASES, "lease_")).as("who may, deletes them").hasSize(1);
        assertThat(store.list(INBOX, "")).isEmpty();
    }

    private WriteReceipt write(DeltaSink<ContainerStatusEvent> sink) throws Exception {
        return sink.write(batch("w", written++));
    }

    private static Batch<ContainerStatusEvent> batch(String writer, int number) {
        return new Batch<>(writer, number, SampleEvents.statuses(number * ROWS, (number + 1) * ROWS));
    }

    /** Files of batches that the table has, as hosts without the right have left them. */
    private void leave(int files) throws Exception {
        for (int i = 0; i < files; i++) {
            String name = String.format(Locale.ROOT, "%s/w-%020d-%08x%08x.v1.parquet", INBOX, 0, files, i);
            store.put(name, new byte[0]);
        }
    }

    private DeltaSink<ContainerStatusEvent> sink(TableStore of) {
        return new DeltaSink<>(TelemetryTables.STATUS, of, "test/1", GroupCommitMode.ALWAYS, time.means());
    }
}
