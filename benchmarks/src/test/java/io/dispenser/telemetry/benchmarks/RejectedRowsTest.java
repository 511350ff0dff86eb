package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.adapter.spool.RejectedEvents;
import io.dispenser.telemetry.adapter.spool.SegmentState;
import io.dispenser.telemetry.adapter.spool.SpoolInspector;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.RejectionReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTableBuilder;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waits in a spool when the program is updated, and by the new one's definition of the table can't be a row: from the real
 * spool through the pipeline to the real table.
 */
@Timeout(120)
class RejectedRowsTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final String TABLE = "notes";

    record Note(Instant timestamp, long number, @Nullable String author) implements TelemetryEvent {}

    @TempDir
    private Path folder;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final List<RejectionReport> rejected = new ArrayList<>();

    @Test
    void theRestIsWrittenAndWhatIsSetAsideIsTriedAgainOnceTheProgramIsMended() throws Exception {
        List<Note> notes =
                IntStream.range(0, 10).mapToObj(RejectedRowsTest::note).toList();
        try (var spool = FileSpool.open(table(false, Note::author), folder, FileSpoolOptions.DEFAULT)) {
            spool.append(notes);
        }
        TelemetryTable<Note> strict = table(true, Note::author);
        assertThat(deliver(strict)).isZero();
        assertThat(rows(strict)).hasSize(9).doesNotContain(note(4));
        assertThat(rejected)
                .singleElement()
                .satisfies(report -> assertThat(report.message())
                        .isEqualTo("an event can't be written and is set aside in the spool, the rest goes on: column"
                                + " author: no value where there must be one"));
        assertThat(new SpoolInspector(folder, List.of(strict)).segments())
                .filteredOn(segment -> segment.state() == SegmentState.REJECTED)
                .singleElement()
                .satisfies(segment -> assertThat(segment.problems())
                        .containsExactly("column author: no value where there must be one"));

        new RejectedEvents(folder, TABLE).retry();
        TelemetryTable<Note> mended = table(true, note -> note.author() == null ? "nobody" : note.author());
        for (int start = 0; start < 3; start++) { // once, however often it is started
            assertThat(deliver(mended)).isZero();
            assertThat(rows(mended)).hasSize(10).contains(new Note(NOON.plusSeconds(4), 4, "nobody"));
        }
        assertThat(rejected).hasSize(1);
    }

    private static Note note(int number) {
        return new Note(NOON.plusSeconds(number), number, number == 4 ? null : "author-" + number);
    }

    private static TelemetryTable<Note> table(boolean required, Function<Note, @Nullable Object> author) {
        var builder = new TelemetryTableBuilder<Note>(TABLE)
                .timestamp("When it was written")
                .required("number", ColumnType.LONG, "Which it is", Note::number);
        builder = required
                ? builder.required("author", ColumnType.STRING, "Who wrote it", author)
                : builder.optional("author", ColumnType.STRING, "Who wrote it", author);
        return builder.reader(row ->
                        new Note(row.instant("timestamp"), row.longValue("number"), row.nullableString("author")))
                .build();
    }

    /** Writes what waits, and says how much is left. */
    private long deliver(TelemetryTable<Note> table) throws Exception {
        var pipeline = TelemetryPipeline.builder(table, new DeltaSink<>(table, store.anotherClient(), "test/1"))
                .spool(FileSpool.open(table, folder, FileSpoolOptions.DEFAULT))
                .listener(new PipelineListener() {
                    @Override
                    public void rejected(RejectionReport report) {
                        rejected.add(report);
                    }
                })
                .start();
        return pipeline.shutdown(Duration.ofSeconds(60)).unwritten();
    }

    private List<Note> rows(TelemetryTable<Note> table) throws Exception {
        return new DeltaTableReader(store.anotherClient())
                .read(RowQuery.newest(100))
                .orElseThrow()
                .events(table);
    }
}
