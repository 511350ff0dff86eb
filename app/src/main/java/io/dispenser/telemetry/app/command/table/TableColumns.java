package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.output.Styled;
import io.dispenser.telemetry.app.output.Terminal.Style;
import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.port.TableDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of the list of tables: with units for people, as plain numbers for programs. */
final class TableColumns {

    /** The most telling first: a narrow terminal leaves out the last ones. */
    static final List<String> PEOPLE = List.of(
            "table",
            "state",
            "version",
            "rows",
            "files",
            "size",
            "newest",
            "30 days",
            "small",
            "maintained",
            "oldest",
            "commits",
            "since_checkpoint",
            "checkpoint");

    static final List<String> PROGRAMS = List.of(
            "table",
            "uri",
            "version",
            "ours",
            "files",
            "small_files",
            "small_file_share",
            "target_file_bytes",
            "rows",
            "bytes",
            "oldest_date",
            "newest_date",
            "log_commits",
            "log_files",
            "log_bytes",
            "commits_since_checkpoint",
            "last_checkpoint",
            "seconds_since_checkpoint",
            "last_maintenance",
            "seconds_since_maintenance",
            "inbox_files",
            "inbox_files_left",
            "inbox_writers",
            "oldest_inbox_file",
            "seconds_since_oldest_inbox_file",
            "commit_lease_holder",
            "commit_lease_held",
            "last_commit_lease_sign",
            "seconds_since_commit_lease_sign",
            "aside_files",
            "oldest_aside_file",
            "newest_row",
            "seconds_since_newest_row",
            "last_day",
            "rows_by_day",
            "files_by_day");

    private TableColumns() {}

    /** @param state how it is, in a word */
    static List<@Nullable Object> forPeople(String name, Styled state, Optional<TableDescription> described) {
        if (described.isEmpty()) {
            return row(PEOPLE.size(), new Styled(name, Style.BOLD), state);
        }
        TableDescription table = described.get();
        return row(
                PEOPLE.size(),
                new Styled(name, Style.BOLD),
                state,
                table.version(),
                table.rows().isPresent() ? table.rows().getAsLong() : null,
                table.files(),
                new Styled(ByteSize.words(table.bytes()), Style.PLAIN),
                briefly(table.newestRow(), table.asOf()),
                table.newestDate() == null ? null : TableDays.of(table).rows(),
                Math.round(100 * table.smallFileShare()) + " %",
                briefly(table.lastMaintenance(), table.asOf()),
                table.oldestDate(),
                table.logCommits(),
                table.sinceCheckpoint(),
                briefly(table.lastCheckpoint(), table.asOf()));
    }

    static List<@Nullable Object> forPrograms(String name, String uri, Optional<TableDescription> described) {
        if (described.isEmpty()) {
            return row(PROGRAMS.size(), name, uri);
        }
        TableDescription table = described.get();
        HandOvers inbox = table.handOvers();
        TableDays days = TableDays.of(table);
        return row(
                PROGRAMS.size(),
                name,
                uri,
                table.version(),
                table.ours(),
                table.files(),
                table.smallFiles(),
                table.smallFileShare(),
                table.targetFileBytes(),
                table.rows().isPresent() ? table.rows().getAsLong() : null,
                table.bytes(),
                table.oldestDate(),
                table.newestDate(),
                table.logCommits(),
                table.logFiles(),
                table.logBytes(),
                table.sinceCheckpoint(),
                table.lastCheckpoint(),
                seconds(table.lastCheckpoint(), table.asOf()),
                table.lastMaintenance(),
                seconds(table.lastMaintenance(), table.asOf()),
                inbox.waiting(),
                inbox.left(),
                inbox.writers(),
                inbox.oldest(),
                seconds(inbox.oldest(), table.asOf()),
                inbox.holder(),
                inbox.holder() == null ? null : inbox.held(),
                inbox.lastSign(),
                seconds(inbox.lastSign(), table.asOf()),
                inbox.setAside(),
                inbox.oldestSetAside(),
                table.newestRow(),
                seconds(table.newestRow(), table.asOf()),
                days.last(),
                days.rows(),
                days.files());
    }

    private static List<@Nullable Object> row(int length, @Nullable Object... values) {
        return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(values, length)));
    }

    private static @Nullable Long seconds(@Nullable Instant then, Instant now) {
        return then == null ? null : Math.max(0, Duration.between(then, now).toSeconds());
    }

    /** {@code 3 h ago}; absent for what never was. */
    private static @Nullable Styled briefly(@Nullable Instant then, Instant now) {
        return then == null ? null : new Styled(Elapsed.brief(then, now) + " ago", Style.PLAIN);
    }
}
