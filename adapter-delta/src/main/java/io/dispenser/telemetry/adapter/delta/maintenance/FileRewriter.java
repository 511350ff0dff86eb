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
import java.util.Iterator;
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

    /** Takes a finished file, and where in which sorted run it is. */
    @FunctionalInterface
    interface Output {
        void accept(DataFile file, RunTag tag) throws IOException;
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
        SortBuffer rows = new SortBuffer(layout.columns(), layout.order());
        try (ReadAhead ahead = new ReadAhead(store, files, MAX_WHOLE_BYTES)) {
            Engine engine = engine(ahead);
            for (LogFile file : files) {
                reading.file();
                try (FileRows source = open(engine, file, strings)) {
                    for (@Nullable Object @Nullable [] row = source.next(); row != null; row = source.next()) {
                        rows.add(row);
                        if (rows.size() >= limits.sortRows() || rows.bytes() + strings.bytes() >= limits.sortBytes()) {
                            writeSorted(rows, output);
                            strings = new StringPool();
                            rows = new SortBuffer(layout.columns(), layout.order());
                        }
                    }
                }
            }
        }
        writeSorted(rows, output);
    }

    /** Merges runs that are sorted. */
    void merge(List<List<LogFile>> runs, Reading reading, Output output)
            throws IOException, InterruptedException, MaintenanceException {
        List<Source> sources = new ArrayList<>();
        List<LogFile> firsts = runs.stream().map(run -> run.get(0)).toList();
        try (ReadAhead ahead = new ReadAhead(store, firsts, MAX_WHOLE_BYTES);
                SplitOutput target = new SplitOutput(output)) {
            Engine engine = engine(ahead);
            PriorityQueue<Source> queue = new PriorityQueue<>(
                    Comparator.comparing(Source::row, layout.order()).thenComparing(Source::number));
            for (List<LogFile> run : runs) {
                Source source = new Source(engine, run.iterator(), reading, sources.size());
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
                source.close();
            }
        }
    }

    private Engine engine(WholeFiles wholeFiles) {
        return KernelEngine.of(new TableStoreIO(store, wholeFiles, MAX_WHOLE_BYTES), new PlainCodecs());
    }

    private FileRows open(Engine engine, LogFile file, StringPool strings) throws IOException {
        return new FileRows(engine, layout.columns(), layout.schema(), strings, file.path(), file.size());
    }

    private void writeSorted(SortBuffer rows, Output output) throws IOException {
        try (SplitOutput target = new SplitOutput(output)) {
            rows.sorted(target::write);
            target.end();
        }
    }

    /** The rows of a run, one file after another. */
    private final class Source {

        private final Engine engine;
        private final Iterator<LogFile> files;
        private final Reading reading;
        private final int number;
        private @Nullable FileRows rows;
        private @Nullable Object[] row = new @Nullable Object[0];

        Source(Engine engine, Iterator<LogFile> files, Reading reading, int number) {
            this.engine = engine;
            this.files = files;
            this.reading = reading;
            this.number = number;
        }

        boolean advance() throws IOException, InterruptedException, MaintenanceException {
            while (true) {
                @Nullable Object @Nullable [] next = rows == null ? null : rows.next();
                if (next != null) {
                    row = next;
                    return true;
                }
                close();
                if (!files.hasNext()) {
                    return false;
                }
                reading.file();
                rows = open(engine, files.next(), new StringPool());
            }
        }

        void close() throws IOException {
            if (rows != null) {
                rows.close();
                rows = null;
            }
        }

        @Nullable
        Object[] row() {
            return row;
        }

        int number() {
            return number;
        }
    }

    /** Files of about the target size, one after another: a sorted run. */
    private final class SplitOutput implements AutoCloseable {

        private static final int ROWS_BETWEEN_LOOKS = 1000;

        private final Output output;
        private RunTag tag = RunTag.first();
        private @Nullable DataFileWriter writer;
        private long rows;

        /** What the last file came to, of the size that it seemed to have: the last row group is not compressed before it ends. */
        private double compression = 1;

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
            if (++rows % ROWS_BETWEEN_LOOKS == 0 && current.size() * compression >= targetBytes) {
                finish(tag);
            }
        }

        /** Ends the last file. One that is all of its run has no tag: each checkpoint would carry it. */
        void end() throws IOException {
            finish(tag.part() == 0 ? RunTag.NONE : tag);
        }

        private void finish(RunTag part) throws IOException {
            DataFileWriter current = writer;
            writer = null;
            rows = 0;
            if (current != null) {
                long seeming = current.size();
                DataFile file = current.finish();
                compression = Math.min(1, file.content().length / (double) Math.max(1, seeming));
                output.accept(file, part);
                tag = tag.next();
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
