package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Atomic, durable writing, between any processes that use this directory.
 *
 * <ol>
 *   <li>Missing directories are made, and each one's name is forced in the directory above.
 *   <li>The content goes to a temporary file of a hidden name in the same directory, and is forced.
 *   <li>The temporary file is renamed over the final name, or, if that must be free, linked to it: link(2) is the one
 *       operation of POSIX that gives a name only if nobody has it, and that a crash can't leave half done.
 *   <li>The directory is forced: only now would the name outlive a crash of the machine. Where that fails, the file may
 *       stay or not, and the outcome is unknown.
 * </ol>
 *
 * <p>A file system without hard links is refused: a lock in their place would hold only among those who know it. Where the
 * table has a single writer, a look and a rename do for one.
 *
 * <p>What a crash leaves is a temporary file, which nobody sees and {@link StaleTempFileCleaner} removes when it is old. One
 * that is removed too early, under a writer that slept, makes that writer's rename or link fail, and nothing else.
 */
final class LocalWriter {

    /** The threads of a single writer's process are many. */
    private static final Object WITHOUT_LINKS = new Object();

    /** The directories that this process made: tables side by side share those above them, whichever came first. */
    private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final LocalDisk disk;
    private final boolean singleWriter;
    private final StaleTempFileCleaner staleFiles;
    private final Set<Path> durableDirectories = ConcurrentHashMap.newKeySet();

    /** @param singleWriter whether somebody vouches for it that no other process writes to this directory */
    LocalWriter(Path root, LocalDisk disk, boolean singleWriter) {
        this.root = root;
        this.disk = disk;
        this.singleWriter = singleWriter;
        this.staleFiles = new StaleTempFileCleaner(disk);
    }

    void put(Path file, byte[] content) throws TableStoreException {
        Path temporary = writeTemporary(file, content, disk::writeForced);
        try {
            // Before the content changes: a checksum of the former content would make the new one unreadable.
            disk.remove(LocalNames.checksumOf(file));
            disk.rename(temporary, file);
        } catch (IOException e) {
            forget(temporary);
            throw LocalErrorTranslator.writing(file, content.length, e);
        }
        forceEntry(file);
    }

    boolean putIfAbsent(Path file, byte[] content) throws TableStoreException {
        Path temporary = writeTemporary(file, content, disk::writeForced);
        try {
            boolean ours = link(temporary, file, content.length);
            if (ours) {
                forceEntry(file);
            } else {
                forceEntryOfAnother(file);
            }
            return ours;
        } finally {
            forget(temporary);
        }
    }

    /** Atomic like the others, but not durable. */
    boolean putIfAbsentUnforced(Path file, byte[] content) throws TableStoreException {
        Path temporary = writeTemporary(file, content, disk::write);
        try {
            return link(temporary, file, content.length);
        } finally {
            forget(temporary);
        }
    }

    void delete(Path file) throws TableStoreException {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return;
        }
        try {
            disk.remove(LocalNames.checksumOf(file));
            disk.remove(file);
        } catch (IOException e) {
            throw LocalErrorTranslator.deleting(file, e);
        }
        forceEntry(file);
        removeEmpty(directoryOf(file));
    }

    /** What we made ourselves and nobody uses goes again, so that a trial leaves nothing behind. */
    private void removeEmpty(Path directory) {
        if (MADE.contains(directory)) {
            try {
                disk.remove(directory);
                durableDirectories.remove(directory);
                MADE.remove(directory);
                removeEmpty(directoryOf(directory));
            } catch (IOException e) {
                // It is in use, or somebody forbids it: an empty directory does no harm.
            }
        }
    }

    private interface Write {
        void write(Path file, byte[] content) throws IOException;
    }

    private Path writeTemporary(Path file, byte[] content, Write write) throws TableStoreException {
        Path directory = directoryOf(file);
        Path temporary = directory.resolve(LocalNames.temporary());
        try {
            try {
                makeDirectories(directory);
                write.write(temporary, content);
            } catch (NoSuchFileException e) {
                // Whoever deletes the last file removes the directory too, maybe just now; the next file keeps it.
                makeDirectories(directory);
                write.write(temporary, content);
            }
            staleFiles.removeOlderThan(temporary);
            return temporary;
        } catch (IOException e) {
            forget(temporary);
            throw LocalErrorTranslator.writing(file, content.length, e);
        }
    }

    /** Whether {@code file} is now a name of {@code temporary}. */
    private boolean link(Path temporary, Path file, long bytes) throws TableStoreException {
        try {
            if (!Files.exists(file)) {
                disk.remove(LocalNames.checksumOf(file));
            }
            disk.link(temporary, file);
            return true;
        } catch (UnsupportedOperationException e) {
            return withoutLinks(temporary, file, bytes, e);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(file)) {
                throw LocalErrorTranslator.writing(file, bytes, e);
            }
            return isOurs(temporary, file, e);
        } catch (IOException e) {
            if (isOurs(temporary, file, e)) {
                return true;
            }
            if (LocalErrorTranslator.isNoHardLinks(e)) {
                return withoutLinks(temporary, file, bytes, e);
            }
            throw LocalErrorTranslator.writing(file, bytes, e);
        }
    }

    /** A rename would take the place of a file that is there, so it is looked for first: enough for a single writer. */
    private boolean withoutLinks(Path temporary, Path file, long bytes, Exception cause) throws TableStoreException {
        if (!singleWriter) {
            throw LocalErrorTranslator.noHardLinks(file, cause);
        }
        synchronized (WITHOUT_LINKS) {
            if (Files.exists(file)) {
                return false;
            }
            try {
                disk.rename(temporary, file);
                return true;
            } catch (IOException e) {
                throw LocalErrorTranslator.writing(file, bytes, e);
            }
        }
    }

    /** A network file system may have made the link and lost the reply; then both names are the same file. */
    private static boolean isOurs(Path temporary, Path file, IOException failure) throws TableStoreException {
        try {
            return Files.exists(file) && Files.isSameFile(temporary, file);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw LocalErrorTranslator.outcomeUnknown(file, failure);
        }
    }

    /** Makes sure that a file which others wrote stays, before anybody builds on it: they may not have got that far. */
    private void forceEntryOfAnother(Path file) throws TableStoreException {
        try {
            disk.forceDirectory(directoryOf(file));
        } catch (IOException e) {
            throw LocalErrorTranslator.writing(file, 0, e);
        }
    }

    private void forceEntry(Path file) throws TableStoreException {
        try {
            disk.forceDirectory(directoryOf(file));
        } catch (IOException e) {
            throw LocalErrorTranslator.outcomeUnknown(file, e);
        }
    }

    /** Makes {@code directory}, and sees to it once that its name is durable, and the names above it down from the root. */
    private void makeDirectories(Path directory) throws IOException {
        boolean there = Files.isDirectory(directory);
        if (there && (durableDirectories.contains(directory) || !directory.startsWith(root))) {
            return;
        }
        Path above = directoryOf(directory);
        makeDirectories(above);
        if (!there) {
            disk.makeDirectory(directory);
            MADE.add(directory);
        }
        try {
            // Also if another process made the directory: that one may not have got this far.
            disk.forceDirectory(above);
        } catch (AccessDeniedException e) {
            if (!there) {
                throw e;
            }
        }
        durableDirectories.add(directory);
    }

    /** The temporary name has done its work; if it stays, it does no harm. */
    private void forget(Path temporary) {
        try {
            disk.remove(temporary);
        } catch (IOException e) {
            // Nobody sees it, and the outcome of the write doesn't depend on it.
        }
    }

    private static Path directoryOf(Path file) {
        Path directory = file.getParent();
        return directory == null ? file : directory;
    }
}
