package io.dispenser.telemetry.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.testkit.ManualInstants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaintenanceLoopTest {

    private final ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T12:00:00Z"));
    private final Recorded table = new Recorded();
    private final List<String> heard = new ArrayList<>();

    @Test
    void theFirstRoundComesSomewhereInTheFirstInterval() throws Exception {
        Random random = new Random(1);
        List<Duration> waits = new ArrayList<>();
        for (int agent = 0; agent < 100; agent++) {
            MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, random);
            waits.add(loop.step().orElseThrow());
        }
        assertThat(table.did).isEmpty();
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofHours(1)) <= 0);
        assertThat(waits.stream()
                        .filter(wait -> wait.compareTo(Duration.ofMinutes(30)) < 0)
                        .count())
                .isBetween(20L, 80L);
    }

    @Test
    void aRoundDoesEverythingInOrderAndReleasesItsLease() throws Exception {
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.step();
        Duration wait = loop.step().orElseThrow();

        assertThat(table.did).containsExactly("take PT54M", "compact", "vacuum", "log", "finished", "close");
        assertThat(heard).containsExactly("maintained status vacuumed true");
        assertThat(wait).isBetween(Duration.ofMinutes(45), Duration.ofHours(1));

        table.did.clear();
        table.sinceVacuum = Duration.ofHours(23);
        loop.step();
        assertThat(table.did).doesNotContain("vacuum");
        table.sinceVacuum = Duration.ofHours(24);
        loop.step();
        assertThat(table.did).contains("vacuum");
    }

    @Test
    void rowsLeaveTheTableBeforeTheRestIsCompacted() throws Exception {
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS.keeping(Optional.of(30)), new Random(1));
        loop.step();
        loop.step();

        assertThat(table.did)
                .containsExactly("take PT54M", "expire 30", "compact", "vacuum", "log", "finished", "close");
        assertThat(heard).containsExactly("maintained status expired 7 vacuumed true");
        assertThatThrownBy(() -> MaintenanceSettings.DEFAULTS.keeping(Optional.of(0)))
                .hasMessageContaining("a day");
    }

    @Test
    void aTableThatAllowsNoDeletionIsMaintainedAllTheSame() throws Exception {
        table.keepsAll = true;
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS.keeping(Optional.of(30)), new Random(1));
        loop.step();
        loop.step();

        assertThat(table.did).contains("compact", "vacuum", "log").doesNotContain("finished");
        assertThat(heard).containsExactly("failed status it allows no deletion");
    }

    @Test
    void whoHasNoLeaseDoesNothing() throws Exception {
        table.free = false;
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.step();
        assertThat(loop.step()).isPresent();
        assertThat(table.did).containsExactly("take PT54M");
        assertThat(heard).containsExactly("status is another's");
    }

    @Test
    void tablesOfOthersAreLeftAloneUnlessTheyAreAskedFor() throws Exception {
        table.ours = false;
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.step();
        loop.step();
        assertThat(table.did).isEmpty();

        MaintenanceLoop all = loop(
                new MaintenanceSettings(
                        true, true, Duration.ofHours(1), Optional.empty(), Duration.ofDays(1), Optional.empty()),
                new Random(1));
        all.step();
        all.step();
        assertThat(table.did).contains("compact");
    }

    @Test
    void outsideOfItsWindowItWaitsForIt() throws Exception {
        MaintenanceSettings nightly = new MaintenanceSettings(
                true,
                false,
                Duration.ofHours(1),
                Optional.of(MaintenanceWindow.parse("23:30-05:00")),
                Duration.ofDays(1),
                Optional.empty());
        MaintenanceLoop loop = loop(nightly, new Random(1));
        loop.step();
        assertThat(loop.step().orElseThrow())
                .isBetween(Duration.ofMinutes(11 * 60 + 31), Duration.ofMinutes(11 * 60 + 32));
        assertThat(table.did).isEmpty();
        clock.set(Instant.parse("2026-03-02T02:00:00Z"));
        loop.step();
        assertThat(table.did).contains("compact");
    }

    @Test
    void aFailureAndADefectCostOneRound() throws Exception {
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.step();
        table.failure = new MaintenanceException("the store is away", null, false);
        assertThat(loop.step()).isPresent();
        table.failure = new IllegalStateException("oops");
        assertThat(loop.step()).isPresent();
        table.failure = new OutOfMemoryError("Java heap space");
        assertThat(loop.step()).isPresent();
        table.failure = new NoClassDefFoundError("Missing");
        assertThat(loop.step()).isPresent();
        table.failure = null;
        loop.step();

        assertThat(heard).hasSize(5);
        assertThat(heard.get(0)).contains("the store is away");
        assertThat(heard.get(1)).contains("oops");
        assertThat(heard.get(2)).contains("Java heap space");
        assertThat(heard.get(3)).contains("Missing");
        assertThat(table.did.stream().filter("close"::equals))
                .as("leases released")
                .hasSize(5);
    }

    @Test
    void whatSomebodyHasToMendKeepsNothingElseFromBeingDone() throws Exception {
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.step();
        table.failure = new MaintenanceException("access is denied", null, true);
        loop.step();

        assertThat(table.did)
                .as("others may do better: the round is not finished")
                .containsExactly("take PT54M", "compact", "vacuum", "log", "close");
        assertThat(heard).containsExactly("failed status access is denied");
    }

    @Test
    void aCompactionHasHalfAnHourSoThatTheRestOfTheRoundIsDone() throws Exception {
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.step();
        loop.step();
        assertThat(table.times).containsExactly(Duration.ofMinutes(30));
    }

    @Test
    void itsThreadEndsWithIt() throws Exception {
        MaintenanceLoop loop = loop(MaintenanceSettings.DEFAULTS, new Random(1));
        loop.start();
        loop.close();
        assertThat(table.did).contains("closed");
    }

    @Test
    void aWindowMaySpanMidnight() {
        MaintenanceWindow night = MaintenanceWindow.parse("22:00-06:00");
        assertThat(night.untilOpen(Instant.parse("2026-03-01T23:59:59Z"))).isZero();
        assertThat(night.untilOpen(Instant.parse("2026-03-01T05:59:59Z"))).isZero();
        assertThat(night.untilOpen(Instant.parse("2026-03-01T06:00:00Z"))).isEqualTo(Duration.ofHours(16));
        assertThat(MaintenanceWindow.parse("01:00-02:00").untilOpen(Instant.parse("2026-03-01T03:00:00Z")))
                .isEqualTo(Duration.ofHours(22));
        assertThatThrownBy(() -> MaintenanceWindow.parse("1-5")).hasMessageContaining("01:00-05:00");
        assertThatThrownBy(() -> MaintenanceWindow.parse("01:00-01:00")).hasMessageContaining("01:00");
    }

    private MaintenanceLoop loop(MaintenanceSettings settings, Random random) {
        return new MaintenanceLoop(table, settings, clock, random, new MaintenanceLoopListener() {
            @Override
            public void maintained(String name, MaintenanceReport report) {
                heard.add("maintained " + name
                        + report.expiry()
                                .map(expiry -> " expired " + expiry.rows())
                                .orElse("") + " vacuumed "
                        + report.vacuum().isPresent());
            }

            @Override
            public void maintainedByAnother(String name) {
                heard.add(name + " is another's");
            }

            @Override
            public void maintenanceFailed(String name, String reason, Duration retryIn) {
                heard.add("failed " + name + " " + reason);
            }
        });
    }

    /** Does nothing, and notes what it was asked to do. */
    private static final class Recorded implements TableMaintenance {

        final List<String> did = new ArrayList<>();
        final List<Duration> times = new ArrayList<>();
        boolean free = true;
        boolean ours = true;
        boolean keepsAll;

        @Nullable
        Duration sinceVacuum;

        @Nullable
        Throwable failure;

        @Override
        public String table() {
            return "status";
        }

        @Override
        public Optional<TableDescription> describe() {
            return Optional.empty();
        }

        @Override
        public boolean isOurs() {
            return ours;
        }

        @Override
        public Optional<Lease> acquireLease(Duration notWithin) {
            did.add("take " + notWithin);
            return free ? Optional.of(new FakeLease()) : Optional.empty();
        }

        @Override
        public ExpiryReport expire(int keepDays, boolean dryRun, MaintenanceListener listener)
                throws MaintenanceException {
            did.add("expire " + keepDays);
            if (keepsAll) {
                throw new MaintenanceException("it allows no deletion", null, true);
            }
            return new ExpiryReport(1, 2, 7, 100, List.of());
        }

        @Override
        public CompactionReport compact(CompactionScope scope, MaintenanceListener listener)
                throws MaintenanceException {
            times.add(scope.atMost());
            did.add("compact");
            if (failure instanceof MaintenanceException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return CompactionReport.nothing("this is a test");
        }

        @Override
        public VacuumReport vacuum(boolean dryRun, MaintenanceListener listener) {
            did.add("vacuum");
            return new VacuumReport(0, 0, 0, Duration.ZERO, List.of());
        }

        @Override
        public LogReport cleanLog(boolean dryRun, MaintenanceListener listener) {
            did.add("log");
            return new LogReport(OptionalLong.empty(), 0, 0, Duration.ZERO, 0, List.of());
        }

        @Override
        public void close() {
            did.add("closed");
        }

        private final class FakeLease implements Lease {

            @Override
            public String holder() {
                return "me";
            }

            @Override
            public Optional<Duration> sinceVacuum() {
                return Optional.ofNullable(sinceVacuum);
            }

            @Override
            public void finished() {
                did.add("finished");
            }

            @Override
            public void close() {
                did.add("close");
            }
        }
    }
}
