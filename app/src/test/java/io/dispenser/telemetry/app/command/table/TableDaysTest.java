package io.dispenser.telemetry.app.command.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.output.Styled;
import io.dispenser.telemetry.app.output.Terminal.Style;
import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.port.TableDay;
import io.dispenser.telemetry.core.port.TableDescription;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a table's days, and whether somebody should look at it. */
class TableDaysTest {

    private static final Instant NOW = Instant.parse("2026-03-30T12:00:00Z");

    @Test
    void daysWithoutRowsAreZeroAndThoseBeforeTheTableUnknown() {
        TableDays days =
                TableDays.of(table(null, null, HandOvers.NONE, day("2026-03-27", 5, 50), day("2026-03-29", 1, -1)));

        assertThat(days.last()).isEqualTo("2026-03-30");
        List<@Nullable Long> unknown = new ArrayList<>();
        for (int i = 0; i < 26; i++) {
            unknown.add(null);
        }
        assertThat(days.files().values())
                .startsWith(unknown.toArray(Long[]::new))
                .endsWith(5L, 0L, 1L, 0L);
        assertThat(days.rows().values()).hasSize(30).endsWith(50L, 0L, null, 0L);
    }

    @Test
    void aDayThatIsYetToComeIsTheLast() {
        assertThat(TableDays.of(table(null, null, HandOvers.NONE, day("2026-04-02", 1, 1)))
                        .last())
                .isEqualTo("2026-04-02");
    }

    @Test
    void aTableIsToBeLookedAtForAReason() {
        TableDescription well = table(NOW.minusSeconds(60), NOW.minusSeconds(3_600), HandOvers.NONE);
        assertThat(TableState.reasons(TableChoice.STATUS, well)).isEmpty();
        assertThat(TableState.word(Optional.of(well), List.of())).isEqualTo(new Styled("ok", Style.GREEN));
        assertThat(TableState.word(Optional.empty(), List.of()).text()).isEqualTo("none");

        TableDescription late = table(NOW.minusSeconds(3_600), NOW.minusSeconds(3 * 86_400), HandOvers.NONE);
        assertThat(TableState.reasons(TableChoice.STATUS, late))
                .containsExactly(
                        "the newest row is 1 h old; ask the agents of its hosts with dispenser-telemetry status",
                        "it was maintained 3 d ago; do it by dispenser-telemetry maintain, and see in an agent's log why"
                                + " it does not");
        assertThat(TableState.reasons(TableChoice.DEPLOYMENTS, late))
                .as("deployments are rare")
                .hasSize(1);
    }

    @Test
    void whatHostsHandOverIsToBeLookedAtWhereItLies() {
        Instant old = NOW.minusSeconds(3_600);
        HandOvers lies = new HandOvers(3, 0, 2, old, null, false, null, 0, null);
        HandOvers fresh = new HandOvers(3, 0, 2, NOW.minusSeconds(2), "h", true, NOW, 0, null);
        HandOvers aside = new HandOvers(0, 0, 0, null, null, false, null, 1, old);
        assertThat(word(lies)).isEqualTo("WARN");
        assertThat(word(fresh)).isEqualTo("ok");
        assertThat(word(aside)).isEqualTo("WARN");
    }

    private static String word(HandOvers handOvers) {
        return TableState.word(Optional.of(table(NOW, NOW, handOvers)), List.of())
                .text();
    }

    private static TableDay day(String date, long files, long rows) {
        return new TableDay(LocalDate.parse(date), files, rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows));
    }

    private static TableDescription table(
            @Nullable Instant newestRow, @Nullable Instant maintained, HandOvers handOvers, TableDay... days) {
        return new TableDescription(
                1,
                true,
                1,
                OptionalLong.of(1),
                1,
                0,
                1,
                days.length == 0 ? null : days[0].date(),
                days.length == 0 ? null : days[days.length - 1].date(),
                newestRow,
                List.of(days),
                1,
                1,
                1,
                0,
                null,
                maintained,
                handOvers,
                NOW,
                List.of());
    }
}
