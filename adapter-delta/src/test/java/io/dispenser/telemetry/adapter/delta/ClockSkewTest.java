package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Agents whose clocks are wrong, beside others whose clocks are right. */
class ClockSkewTest {

    private static final Pattern REMOVED_AT = Pattern.compile("\"deletionTimestamp\":(\\d+)");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration NOT_WITHIN = Duration.ofMinutes(54);

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final InMemoryTableStore client = table.store.anotherClient();

    @Test
    void afterTheRoundOfOneThatIsAheadOthersWorkWhenTheyWould() throws Exception {
        table.append(1);
        try (DeltaMaintenance ahead = table.maintenance(client, MONTH)) {
            MaintenanceFixture.maintain(ahead);
        }

        assertThat(table.describe().lastMaintenance()).isEqualTo(table.clock.instant());
        table.elapse(NOT_WITHIN.minusMinutes(1));
        assertThat(lease(Duration.ZERO)).isEmpty();
        table.elapse(Duration.ofMinutes(1));
        assertThat(lease(Duration.ZERO)).contains(NOT_WITHIN);
    }

    @Test
    void howLongAgoAVacuumWasIsTheStoresToSay() throws Exception {
        table.append(1);
        MaintenanceFixture.maintain(table.maintenance());
        table.elapse(Duration.ofHours(25));

        assertThat(lease(MONTH)).contains(Duration.ofHours(25));
        assertThat(lease(MONTH.negated())).contains(Duration.ofHours(25));
    }

    @Test
    void theClockOfOneThatIsAheadMakesNothingExpire() throws Exception {
        prepare();
        assertThat(table.compact().filesRemoved()).isEqualTo(12);
        try (DeltaMaintenance ahead = table.maintenance(client, MONTH)) {
            assertThat(ahead.vacuum(false, MaintenanceListener.NONE).files()).isZero();
            assertThat(ahead.cleanLog(false, MaintenanceListener.NONE).files()).isZero();
        }
        assertThat(vacuumed()).isZero();
    }

    @Test
    void whatOneThatIsBehindRemovesFromTheTableStaysForItsRetention() throws Exception {
        prepare();
        compact(MONTH.negated());
        table.elapse(Duration.ofHours(23));
        assertThat(vacuumed()).isZero();
        table.elapse(Duration.ofHours(1));
        assertThat(vacuumed()).isEqualTo(12);
        assertThat(ReadBack.statuses(table.store)).hasSize(12);
    }

    @Test
    void removedWhenTheCommitIsMadeAndNotWhenTheCompactionBegan() throws Exception {
        prepare();
        client.beforeNext(
                StoreOperation.READ_ALL, path -> path.startsWith("date="), () -> table.elapse(Duration.ofHours(20)));
        compact(MONTH.negated());
        assertThat(removedAt(13)).isEqualTo(table.clock.instant());
    }

    @Test
    void removedByTheLaterOfTwoClocks() throws Exception {
        prepare();
        compact(Duration.ofHours(3));
        assertThat(removedAt(13)).isEqualTo(table.clock.instant().plus(Duration.ofHours(3)));
    }

    /** A board without a battery for its clock begins in 1970. */
    @Test
    void oneThatIsFarBehindDoesNotLookForFilesOfAllDaysSince() throws Exception {
        prepare();
        long right = listsOfAVacuum(Duration.ZERO);
        assertThat(listsOfAVacuum(Duration.between(table.clock.instant(), Instant.EPOCH)))
                .isEqualTo(right);
    }

    @Test
    void theStoreIsAskedForItsTimeOnceAnOperation() throws Exception {
        table.append(1);
        try (DeltaMaintenance maintenance = table.maintenance(client);
                Lease held = maintenance.acquireLease(NOT_WITHIN).orElseThrow()) {
            long puts = client.requests(StoreOperation.PUT);
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            maintenance.vacuum(false, MaintenanceListener.NONE);
            maintenance.cleanLog(false, MaintenanceListener.NONE);
            held.finished();
            assertThat(held.sinceVacuum()).contains(Duration.ZERO);
            assertThat(client.requests(StoreOperation.PUT) - puts).isEqualTo(3);
        }
    }

    private void prepare() throws Exception {
        table.append(12);
        table.elapse(Duration.ofDays(2));
    }

    /** Takes the lease on a host with such a clock; how long ago the last vacuum was, or nothing if another host has it. */
    private Optional<Duration> lease(Duration ahead) throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance(table.store.anotherClient(), ahead)) {
            return maintenance.acquireLease(NOT_WITHIN).flatMap(Lease::sinceVacuum);
        }
    }

    private void compact(Duration ahead) throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance(client, ahead)) {
            assertThat(maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .filesRemoved())
                    .isEqualTo(12);
        }
    }

    private long listsOfAVacuum(Duration ahead) throws Exception {
        InMemoryTableStore counted = table.store.anotherClient();
        try (DeltaMaintenance maintenance = table.maintenance(counted, ahead)) {
            maintenance.vacuum(false, MaintenanceListener.NONE);
        }
        return counted.requests(StoreOperation.LIST);
    }

    /** By a host whose clock is right. */
    private long vacuumed() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            return maintenance.vacuum(false, MaintenanceListener.NONE).files();
        }
    }

    private Instant removedAt(long version) throws Exception {
        String commit =
                new String(table.store.readAll(String.format(Locale.ROOT, "_delta_log/%020d.json", version)), UTF_8);
        Matcher found = REMOVED_AT.matcher(commit);
        assertThat(found.find()).as(commit).isTrue();
        return Instant.ofEpochMilli(Long.parseLong(found.group(1)));
    }
}
