package io.dispenser.telemetry.adapter.storage.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes the temporary files of writers that crashed. A file is old when it was written {@link #AGE} before one that was
 * written just now, both by the file system's own clock. Each directory is looked through once, at the first write to it.
 */
final class StaleTempFileCleaner {

    /** A write takes seconds. A writer that slept longer than this fails when it wakes up, and may write again. */
    static final Duration AGE = Duration.ofHours(1);

    private final LocalDisk disk;
    private final Set<Path> done = ConcurrentHashMap.newKeySet();

    StaleTempFileCleaner(LocalDisk disk) {
        this.disk = disk;
    }

    /** Looks through the directory of {@code fresh}, a temporary file of this moment. Failing is no failure of the write. */
    void removeOlderThan(Path fresh) {
        Path directory = fresh.getParent();
        if (directory == null || !done.add(directory)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                directory, file -> LocalNames.isTemporary(String.valueOf(file.getFileName())))) {
            FileTime limit =
                    FileTime.from(Files.getLastModifiedTime(fresh).toInstant().minus(AGE));
            for (Path file : found) {
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    disk.remove(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // They take up room and nothing else; the next store that writes here looks again.
        }
    }
}
