package io.dispenser.telemetry.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockedStoreTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ManualTicker ticker = new ManualTicker();
    private final ManualInstants here = new ManualInstants(NOON);
    private final ManualInstants there = new ManualInstants(NOON);
    private final List<Duration> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private int files;

    private final TableStore store = new ClockedStore(
            new ForwardingTableStore(new InMemoryTableStore(there)) {
                @Override
                public Optional<FileEntry> stat(String path) throws TableStoreException {
                    asked.add(path);
                    return super.stat(path);
                }
            },
            ticker,
            here,
            Runnable::run,
            told::add);

    @Test
    void aClockThatIsAheadOrBehindIsToldAsThat() throws Exception {
        for (int minutes : List.of(3, -3, 0)) {
            there.set(NOON.plus(Duration.ofMinutes(minutes)));
            write();
            ticker.advance(ClockedStore.INTERVAL);
        }
        assertThat(told)
                .containsExactly(Duration.ofMinutes(3), Duration.ofMinutes(-3).plusSeconds(1), Duration.ZERO);
    }

    @Test
    void itIsOneRequestAnHourHoweverOftenIsWritten() throws Exception {
        for (int minute = 0; minute < 180; minute++) {
            write();
            ticker.advance(Duration.ofMinutes(1));
        }
        assertThat(asked).containsExactly("f0", "f60", "f120");
    }

    @Test
    void whatAnotherHasWrittenTellsNothing() throws Exception {
        write();
        ticker.advance(ClockedStore.INTERVAL);
        assertThat(store.putIfAbsent("f0", new byte[1])).isFalse();
        assertThat(asked).hasSize(1);
    }

    private void write() throws TableStoreException {
        assertThat(store.putIfAbsent("f" + files++, new byte[1])).isTrue();
    }
}
