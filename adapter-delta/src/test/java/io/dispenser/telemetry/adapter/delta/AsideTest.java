package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Files that were handed over and can't be used lie aside for a month. */
class AsideTest {

    private static final String ASIDE = "_delta_log/_dispenser/aside/";
    private static final Duration MONTH = Duration.ofDays(30);

    private final MaintenanceFixture table = new MaintenanceFixture();

    @Test
    void theyAreToldAndGoAfterAMonth() throws Exception {
        table.append(1);
        Instant first = table.clock.instant();
        table.store.put(ASIDE + "a", new byte[7]);
        table.elapse(Duration.ofDays(3));
        table.store.put(ASIDE + "b", new byte[8]);
        table.elapse(MONTH.minusDays(3));

        LogReport none = clean(false);
        assertThat(none.files()).isZero();
        assertThat(none.setAside()).isEqualTo(2);
        assertThat(none.notes()).singleElement().asString().contains("2 files", ASIDE.substring(0, ASIDE.length() - 1));
        HandOvers told = table.describe().handOvers();
        assertThat(told.setAside()).isEqualTo(2);
        assertThat(told.oldestSetAside()).isEqualTo(first);

        table.elapse(Duration.ofSeconds(1));
        assertThat(clean(true).files()).isEqualTo(1);
        assertThat(table.store.list(ASIDE.substring(0, ASIDE.length() - 1), "")).hasSize(2);
        LogReport one = clean(false);
        assertThat(one.files()).isEqualTo(1);
        assertThat(one.bytes()).isEqualTo(7);
        assertThat(one.setAside()).isEqualTo(1);
        table.elapse(Duration.ofDays(3));
        assertThat(clean(false).setAside()).isZero();
        assertThat(table.store.paths()).noneMatch(path -> path.startsWith(ASIDE));
        assertThat(table.describe().handOvers()).isEqualTo(HandOvers.NONE);
    }

    @Test
    void aHostWhoseClockIsAMonthAheadDeletesNone() throws Exception {
        table.append(1);
        table.store.put(ASIDE + "a", new byte[7]);
        try (DeltaMaintenance maintenance = table.maintenance(table.store.anotherClient(), MONTH.multipliedBy(2))) {
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).setAside())
                    .isEqualTo(1);
        }
    }

    private LogReport clean(boolean dryRun) throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            return maintenance.cleanLog(dryRun, MaintenanceListener.NONE);
        }
    }
}
