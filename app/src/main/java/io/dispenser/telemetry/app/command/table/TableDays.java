package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.app.output.Series;
import io.dispenser.telemetry.app.output.Series.Joined;
import io.dispenser.telemetry.core.port.TableDay;
import io.dispenser.telemetry.core.port.TableDescription;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table has of each of the last days, up to today: a table that gets no more rows ends in zeros.
 *
 * @param last the last day, in UTC: today, or a later one that has rows
 * @param rows rows a day; not known where a file does not tell, and before the table's first day
 * @param files data files a day
 */
record TableDays(LocalDate last, Series rows, Series files) {

    static TableDays of(TableDescription table) {
        LocalDate today = table.asOf().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate newest = table.newestDate();
        LocalDate oldest = table.oldestDate();
        LocalDate last = newest != null && newest.isAfter(today) ? newest : today;
        Map<LocalDate, TableDay> days =
                table.days().stream().collect(Collectors.toMap(TableDay::date, Function.identity()));
        List<@Nullable Long> rows = new ArrayList<>();
        List<@Nullable Long> files = new ArrayList<>();
        for (int ago = TableDescription.MOST_DAYS - 1; ago >= 0; ago--) {
            LocalDate date = last.minusDays(ago);
            TableDay day = days.get(date);
            boolean before = oldest == null || date.isBefore(oldest);
            if (day == null) {
                rows.add(before ? null : 0L);
                files.add(before ? null : 0L);
            } else {
                rows.add(day.rows().isPresent() ? day.rows().getAsLong() : null);
                files.add(day.files());
            }
        }
        return new TableDays(last, new Series(rows, Joined.MEAN), new Series(files, Joined.MEAN));
    }
}
