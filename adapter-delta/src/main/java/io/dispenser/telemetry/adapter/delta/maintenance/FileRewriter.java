package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.engine.Engine;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.ReadAhead;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.io.WholeFiles;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileWriter;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of some files of a partition into as few as possible, in order. Memory holds either the rows that are sorted,
 * within {@link MaintenanceLimits}, or a row group of each file that is merged; what {@link ReadAhead} has fetched; and the
 * file that is written, twice.
 */
public final class FileRewriter {

    /** A file is fetched whole up to this size; of a larger one, a row group at a time. */
    private static final long MAX_WHOLE_BYTES = 512 << 10;

    /** What a row takes beside its texts: the array, and boxed numbers. */
    private static final long ROW_BYTES = 32;

    private static final long VALUE_BYTES = 20;

    /** Takes a finished file. */
    @FunctionalInterface
    interface Output {
        void accept(DataFile file) throws IOException;
    }

    /** Hears of each file before it is read. */
    @FunctionalInterface
    interface Reading {
        void file() throws InterruptedException, MaintenanceException;
    }

    private final TableStore store;
    private final TableLayout layout;
    private final MaintenanceLimits limits;
    private final long targetBytes;

    public FileRewriter(TableStore store, TableLayout layout, MaintenanceLimits limits, long targetBytes) {
        this.store = store;
        this.layout = layout;
        this.limits = limits;
        this.targetBytes = targetBytes;
    }

    /** Reads all rows and sorts them; where they are too many for memory, into several files, each of which is sorted. */
    void sort(List<LogFile> files, Reading reading, Output output)
            throws IOException, InterruptedException, MaintenanceException {
        StringPool strings = new StringPool();
        List<@Nullable Object[]> rows = new ArrayList<>();
        long rowBytes = ROW_BYTES + VALUE_BYTES * layout.columns().size();
        try (ReadAhead ahead = new ReadAhead(store, files, MAX_WHOLE_BYTES)) {
            Engine engine = engine(ahead);
            for (LogFile file : files) {
                reading.file();
                try (FileRows source = open(engine, file, strings)) {
                    for (@Nullable Object @Nullable [] row = source.next(); row != null; row = source.next()) {
                        rows.add(row);
                        if (rows.size() >= limits.sortRows()
                                || rows.size() * rowBytes + strings.bytes() >= limits.sortBytes()) {
                            writeSorted(rows, output);
                            strings = new StringPool();
                            rows = new ArrayList<>();
                        }
                    }
                }
            }
        }
        writeSorted(rows, output);
    }

    /** Merges files that are sorted. */
    void merge(List<LogFile> files, Reading reading, Output output)
            throws IOException, InterruptedException, MaintenanceException {
        List<Source> sources = new ArrayList<>();
        try (ReadAhead ahead = new ReadAhead(store, files, MAX_WHOLE_BYTES);
                SplitOutput target = new SplitOutput(output)) {
            Engine engine = engine(ahead);
            PriorityQueue<Source> queue = new PriorityQueue<>(
                    Comparator.comparing(Source::row, layout.order()).thenComparing(Source::number));
            for (LogFile file : files) {
                reading.file();
                Source source = new Source(open(engine, file, new StringPool()), sources.size());
                sources.add(source);
                if (source.advance()) {
                    queue.add(source);
                }
            }
            for (Source next = queue.poll(); next != null; next = queue.poll()) {
                target.write(next.row());
                if (next.advance()) {
                    queue.add(next);
                }
            }
            target.end();
        } finally {
            for (Source source : sources) {
                source.rows.close();
            }
        }
    }

    private Engine engine(WholeFiles wholeFiles) {
        return KernelEngine.of(new TableStoreIO(store, wholeFiles, MAX_WHOLE_BYTES), new PlainCodecs());
    }

    private FileRows open(Engine engine, LogFile file, StringPool strings) throws IOException {
        return new FileRows(engine, layout.columns(), layout.schema(), strings, file.path(), file.size());
    }

    private void writeSorted(List<@Nullable Object[]> rows, Output output) throws IOException {
        rows.sort(layout.order());
        try (SplitOutput target = new SplitOutput(output)) {
            for (@Nullable Object[] row : rows) {
                target.write(row);
            }
            target.end();
        }
    }

    private static final class Source {

        private final FileRows rows;
        private final int number;
        private @Nullable Object[] row = new @Nullable Object[0];

        Source(FileRows rows, int number) {
            this.rows = rows;
            this.number = number;
        }

        boolean advance() {
            @Nullable Object @Nullable [] next = rows.next();
            if (next != null) {
                row = next;
            }
            return next != null;
        }

        @Nullable
        Object[] row() {
            return row;
        }

        int number() {
            return number;
        }
    }

    /** Files of about the target size, one after another. */
    private final class SplitOutput implements AutoCloseable {

        private static final int ROWS_BETWEEN_LOOKS = 1000;

        private final Output output;
        private @Nullable DataFileWriter writer;
        private long rows;

        SplitOutput(Output output) {
            this.output = output;
        }

        void write(@Nullable Object[] row) throws IOException {
            DataFileWriter current = writer;
            if (current == null) {
                current = new DataFileWriter(layout.columns(), limits.rowGroupBytes());
                writer = current;
            }
            current.write(row);
            if (++rows % ROWS_BETWEEN_LOOKS == 0 && current.size() >= targetBytes) {
                end();
            }
        }

        /** Ends the last file. */
        void end() throws IOException {
            DataFileWriter current = writer;
            writer = null;
            rows = 0;
            if (current != null) {
                output.accept(current.finish());
            }
        }

        /** Drops a file that was not ended. */
        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
