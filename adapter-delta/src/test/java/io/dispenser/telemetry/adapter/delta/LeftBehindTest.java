package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a host handed over before it died is seen to by those that live, also by one that has nothing to write. */
class LeftBehindTest {

    private static final String INBOX = "_delta_log/_dispenser/inbox";
    private static final String ASIDE = "_delta_log/_dispenser/aside";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SteppedTime time = new SteppedTime();
    private final InMemoryTableStore store = new InMemoryTableStore(time.clock);
    private final InMemoryTableStore client = store.anotherClient();
    private final DeltaSink<ContainerStatusEvent> quiet = sink(client, GroupCommitMode.AUTO, time.means());

    @Test
    void whereNothingWaitsALookIsOneRequestAnHour() throws Exception {
        quiet.prepare();
        long before = client.requests();
        LookAround look = quiet.lookAround();
        assertThat(client.requests() - before).isEqualTo(1);
        assertThat(look.stranded()).isEmpty();
        assertThat(look.again()).isBetween(HOUR.multipliedBy(3).dividedBy(4), HOUR);
    }

    @Test
    void aQuietHostCommitsWhatADeadOneHandedOver() throws Exception {
        quiet.prepare();
        handOverAndDie(store, "dead", 0);
        LookAround look = quiet.lookAround();
        assertThat(look.again()).as("a look whether it is done").isEqualTo(MINUTE);
        time.pass(look.again());

        assertThat(store.list(INBOX, "")).isEmpty();
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 3));
        assertThat(quiet.lookAround().stranded()).isEmpty();
        assertThat(time.isAnybodyAtWork()).as("the lease was given back").isFalse();
    }

    @Test
    void aHolderThatSeemsToLiveIsWatchedForTenSeconds() throws Exception {
        quiet.prepare();
        handOverAndDie(store, "dead", 0);
        DeltaSink<ContainerStatusEvent> holder = sink(store.anotherClient(), GroupCommitMode.AUTO, time.means());
        holder.lookAround();
        time.killAll();

        LookAround first = quiet.lookAround();
        assertThat(first.again()).isEqualTo(Duration.ofSeconds(11));
        assertThat(time.isAnybodyAtWork()).isFalse();
        time.pass(first.again());
        quiet.lookAround();
        time.pass(MINUTE);
        assertThat(store.list(INBOX, "")).isEmpty();
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 3));
    }

    @Test
    void besideAHolderThatLivesALookEveryHourWillDo() throws Exception {
        quiet.prepare();
        foreignFile();
        DeltaSink<ContainerStatusEvent> holder = sink(store.anotherClient(), GroupCommitMode.AUTO, time.means());
        holder.lookAround();
        quiet.lookAround();
        time.pass(Duration.ofSeconds(11));
        long before = client.requests();
        LookAround look = quiet.lookAround();
        assertThat(client.requests() - before)
                .as("the inbox, the leases, the lease")
                .isEqualTo(3);
        assertThat(look.again()).isGreaterThan(Duration.ofMinutes(44));
        assertThat(look.stranded()).isEmpty();
    }

    @Test
    void whatNobodyTakesIsToldWithItsAgeUntilItIsGone() throws Exception {
        quiet.prepare();
        foreignFile();
        quiet.lookAround();
        time.pass(Duration.ofMinutes(9));
        assertThat(quiet.lookAround().stranded()).isEmpty();
        time.pass(Duration.ofMinutes(2));
        LookAround suspected = quiet.lookAround();
        assertThat(suspected.stranded()).isEmpty();
        assertThat(suspected.again()).isEqualTo(MINUTE);
        time.pass(MINUTE);
        StrandedBatches stranded = quiet.lookAround().stranded().orElseThrow();
        assertThat(stranded.files()).isEqualTo(1);
        assertThat(stranded.writers()).isEqualTo(1);
        assertThat(stranded.age())
                .as("by the store, when the holder last wrote its lease")
                .isBetween(Duration.ofSeconds(11 * 60 + 50), Duration.ofMinutes(12));
        assertThat(stranded.problem()).contains(INBOX, "test/1 on ", "does not take them");

        time.pass(HOUR);
        assertThat(store.list(ASIDE, "")).as("of a table that is gone").hasSize(1);
        assertThat(quiet.lookAround().stranded()).isEmpty();
    }

    @Test
    void whatOnlyALaterVersionCanReadIsLeftToItAndTold() throws Exception {
        quiet.prepare();
        store.put(INBOX + "/w-00000000000000000007-0123456789abcdef.v2.parquet", new byte[3]);
        LookAround look = quiet.lookAround();
        assertThat(look.again()).isGreaterThan(Duration.ofMinutes(44));
        time.pass(look.again());
        assertThat(time.isAnybodyAtWork()).isFalse();
        assertThat(quiet.lookAround().stranded()).isEmpty();
        time.pass(MINUTE);
        assertThat(quiet.lookAround().stranded().orElseThrow().problem()).contains("a later version of this program");
        assertThat(store.list("_delta_log/_dispenser", ""))
                .as("no lease was taken")
                .isEmpty();
    }

    @Test
    void aHostThatHandsNothingOverLooksAfterNobody() throws Exception {
        try (var own = sink(store.anotherClient(), GroupCommitMode.NEVER, time.means())) {
            own.prepare();
        }
        handOverAndDie(store, "dead", 0);
        InMemoryTableStore other = store.anotherClient();
        assertThat(sink(other, GroupCommitMode.NEVER, time.means()).lookAround())
                .isEqualTo(LookAround.NOTHING);
        assertThat(other.requests()).isZero();
    }

    @Test
    void aFileThatIsOfNoUseNowIsNotReadAgainAllTheTime() throws Exception {
        quiet.prepare();
        foreignFile();
        GuardedStore counted = new GuardedStore(store.anotherClient());
        sink(counted, GroupCommitMode.AUTO, time.means()).lookAround();
        time.pass(Duration.ofMinutes(30));
        assertThat(time.isAnybodyAtWork()).isTrue();
        assertThat(counted.inboxReads).isEqualTo(1);
        counted.mayDelete = true;
        time.pass(Duration.ofMinutes(31));
        assertThat(store.list(ASIDE, "")).hasSize(1);
        assertThat(counted.inboxReads).as("once more, and once to be copied").isEqualTo(3);
    }

    /** A file for a table that was here before. */
    private void foreignFile() throws Exception {
        InMemoryTableStore another = new InMemoryTableStore(time.clock);
        handOverAndDie(another, "late", 0);
        String file = another.list(INBOX, "").get(0).path();
        store.put(file, another.readAll(file));
    }

    private void handOverAndDie(InMemoryTableStore table, String writer, int number) {
        DeltaSink<ContainerStatusEvent> dying =
                sink(table.anotherClient(), GroupCommitMode.ALWAYS, time.meansOfWhoDies());
        assertThatExceptionOfType(SteppedTime.Died.class)
                .isThrownBy(() -> dying.write(new Batch<>(writer, number, SampleEvents.statuses(0, 3))));
    }

    private static DeltaSink<ContainerStatusEvent> sink(
            TableStore store, GroupCommitMode mode, GroupCommitMeans means) {
        return new DeltaSink<>(TelemetryTables.STATUS, store, "test/1", mode, means);
    }
}
