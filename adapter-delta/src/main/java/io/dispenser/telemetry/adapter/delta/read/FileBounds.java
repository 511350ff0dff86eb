package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How new the newest row of a file can be, by what the log tells of the file. */
public final class FileBounds {

    private static final StructType TIMESTAMP = new StructType().add("timestamp", TimestampType.TIMESTAMP);

    private FileBounds() {}

    /** An instant that no row of {@code scanFile} is after: of its statistics, else the end of its day, else the end of time. */
    public static Instant newest(Row scanFile) {
        return newestKnown(scanFile).or(() -> endOfDay(scanFile)).orElse(Instant.MAX);
    }

    /** The same of its statistics alone: two milliseconds later than its newest row at most; empty if they don't tell. */
    public static Optional<Instant> newestKnown(Row scanFile) {
        return SnapshotFacts.statistics(scanFile).flatMap(FileBounds::maximum);
    }

    private static Optional<Instant> maximum(String statistics) {
        try {
            return DataFileStatistics.deserializeFromJson(statistics, TIMESTAMP)
                    .map(known -> known.getMaxValues().get(new Column("timestamp")))
                    .map(Literal::getValue)
                    // A writer that does not round up leaves out what is less than a millisecond.
                    .map(micros ->
                            Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS).plusMillis(1));
        } catch (RuntimeException e) {
            // Statistics in a form of somebody else's: they only make reading faster.
            return Optional.empty();
        }
    }

    private static Optional<Instant> endOfDay(Row scanFile) {
        String date = SnapshotFacts.partition(scanFile).get("date");
        try {
            return Optional.ofNullable(date)
                    .map(day -> LocalDate.parse(day)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
