package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of events that were set aside because they can't be rows of their table, on the word of a person. May be used
 * while a pipeline has the spool open, and by any user who may write to its folder; any thread.
 */
public final class RejectedEvents {

    private final Path folder;

    /**
     * @param folderOfAllTables the folder that {@link FileSpool#open} is given
     * @param table the table's name
     */
    public RejectedEvents(Path folderOfAllTables, String table) {
        this.folder = folderOfAllTables.resolve(table);
    }

    /**
     * Has them tried again, by the pipeline that has the spool open when it has written what waits, or by the next one that
     * opens it. Those that still can't be rows are set aside anew.
     *
     * @return how many
     * @throws IOException if the folder can't be read or written
     */
    public long retry() throws IOException {
        long events = 0;
        for (SegmentName name : rejected()) {
            try {
                Files.move(
                        folder.resolve(name.fileName()),
                        folder.resolve(name.as(SegmentState.RETRIED).fileName()));
                events += name.events();
            } catch (NoSuchFileException e) {
                // somebody else was quicker
            }
        }
        return events;
    }

    /**
     * Deletes them.
     *
     * @return how many
     * @throws IOException if the folder can't be read or written
     */
    public long drop() throws IOException {
        long events = 0;
        for (SegmentName name : rejected()) {
            if (Files.deleteIfExists(folder.resolve(name.fileName()))) {
                events += name.events();
            }
        }
        return events;
    }

    private List<SegmentName> rejected() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> SegmentName.parse(file.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .filter(name -> name.state() == SegmentState.REJECTED)
                    .toList();
        }
    }
}
