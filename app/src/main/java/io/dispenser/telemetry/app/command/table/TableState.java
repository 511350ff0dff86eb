package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.output.Styled;
import io.dispenser.telemetry.app.output.Terminal.Style;
import io.dispenser.telemetry.core.port.TableDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether somebody should look at a table, and why. */
final class TableState {

    /** Late, as the alerts have it: every host samples its containers every minute, if it is not told otherwise. */
    private static final Duration LATE = Duration.ofMinutes(30);

    /** Whoever commits for all does so every few seconds; one that died is replaced in some minutes. */
    private static final Duration STRANDED = Duration.ofMinutes(10);

    /** Agents maintain a table every hour, or in the hours of a window of each day. */
    private static final Duration UNMAINTAINED = Duration.ofDays(2);

    private TableState() {}

    /** The word for it: {@code ok} if there is nothing to look at. */
    static Styled word(Optional<TableDescription> described, List<String> reasons) {
        if (described.isEmpty()) {
            return new Styled("none", Style.DIM);
        }
        return reasons.isEmpty() && !handsOverBadly(described.get())
                ? new Styled("ok", Style.GREEN)
                : new Styled("WARN", Style.YELLOW);
    }

    /** What somebody should look at, each in one sentence with what to do; the table's own warnings, and what hosts
     * hand over, are told elsewhere. */
    static List<String> reasons(TableChoice choice, TableDescription table) {
        Instant now = table.asOf();
        Instant newest = table.newestRow();
        Instant maintained = table.lastMaintenance();
        List<String> reasons = new ArrayList<>();
        if (choice == TableChoice.STATUS && newest != null && isOlder(newest, LATE, now)) {
            reasons.add("the newest row is " + Elapsed.words(newest, now)
                    + " old; ask the agents of its hosts with dispenser-telemetry status");
        }
        if (table.ours() && maintained != null && isOlder(maintained, UNMAINTAINED, now)) {
            reasons.add("it was maintained " + Elapsed.words(maintained, now)
                    + " ago; do it by dispenser-telemetry maintain, and see in an agent's log why it does not");
        }
        return reasons;
    }

    /** Whether what hosts hand over lies there, or was laid aside; a line of its own tells of it. */
    private static boolean handsOverBadly(TableDescription table) {
        return isOlder(table.handOvers().oldest(), STRANDED, table.asOf())
                || table.handOvers().setAside() > 0;
    }

    private static boolean isOlder(@Nullable Instant then, Duration age, Instant now) {
        return then != null && then.plus(age).isBefore(now);
    }
}
