package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What an {@link IOException} of the file system means. Java keeps no error number, only the system's words in the user's
 * language, so the place itself is looked at first and the words last.
 */
final class LocalFailure {

    /** The longest name of the usual file systems of Linux and macOS, in bytes. */
    private static final int MAX_NAME_BYTES = 255;

    private LocalFailure() {}

    static FileStoreException reading(Path path, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new FileStoreException(Reason.NOT_FOUND, path + " is not there", cause);
        }
        if (Files.isDirectory(path)) {
            return new FileStoreException(Reason.NOT_FOUND, path + " is a directory, not a file", cause);
        }
        return anywhere("read", path, above(path), 0, cause);
    }

    static FileStoreException listing(Path directory, IOException cause) {
        return anywhere("list", directory, directory, 0, cause);
    }

    static FileStoreException writing(Path path, long bytes, IOException cause) {
        if (Files.isDirectory(path)) {
            return new FileStoreException(
                    Reason.BROKEN, "can't write " + path + ": a directory of that name is there; remove it", cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new FileStoreException(
                    Reason.UNAVAILABLE, "can't write " + path + ": its directory was removed meanwhile", cause);
        }
        return anywhere("write", path, above(path), bytes, cause);
    }

    static FileStoreException deleting(Path path, IOException cause) {
        return anywhere("delete", path, above(path), 0, cause);
    }

    /** Whether a file is where {@code path} needs a directory. */
    static boolean isBelowAFile(Path path) {
        return !Files.isDirectory(nearest(above(path)));
    }

    /** {@code path} could not be linked to although it could be written beside it. */
    static FileStoreException noHardLinks(Path path, Exception cause) {
        return new FileStoreException(
                Reason.BROKEN,
                "can't write " + path + ": its file system has no hard links, without which two writers can't be kept "
                        + "apart; put the table on another file system (" + reasonOf(cause) + ")",
                cause);
    }

    static FileStoreException doubtful(Path path, IOException cause) {
        return new FileStoreException(
                Reason.OUTCOME_UNKNOWN,
                "wrote " + path
                        + ", but can't tell whether it would outlive a crash: its directory could not be forced "
                        + "to the disk (" + reasonOf(cause) + "); look at the disk's health and the system's log",
                cause);
    }

    /** Whether the system said that it doesn't do this kind of thing at all. */
    static boolean isUnsupported(IOException cause) {
        String words = reasonOf(cause).toLowerCase(Locale.ROOT);
        return words.contains("not permitted") || words.contains("not supported") || words.contains("not implemented");
    }

    private static FileStoreException anywhere(
            String action, Path path, Path directory, long bytes, IOException cause) {
        String problem = "can't " + action + " " + path + ": ";
        Path place = nearest(directory);
        if (!Files.isDirectory(place)) {
            return new FileStoreException(
                    Reason.BROKEN,
                    problem + place
                            + " is a file, and a directory is needed there; remove it or choose another directory",
                    cause);
        }
        if (tooLong(path)) {
            return new FileStoreException(
                    Reason.BROKEN, problem + "a name is longer than " + MAX_NAME_BYTES + " bytes", cause);
        }
        boolean writes = !action.equals("read") && !action.equals("list");
        if (writes && readOnly(place)) {
            return new FileStoreException(
                    Reason.DENIED,
                    problem + place
                            + " is on a file system that is mounted read-only; mount it writable or choose another "
                            + "directory",
                    cause);
        }
        if (cause instanceof AccessDeniedException || isUnsupported(cause)) {
            String user = System.getProperty("user.name");
            Path barrier = writes ? place : nearest(path);
            return new FileStoreException(
                    Reason.DENIED,
                    problem + barrier + " is not " + (writes ? "writable" : "readable") + " by user " + user + "; give "
                            + user
                            + " the right to it (chown, chmod), run as another user, or choose another directory ("
                            + reasonOf(cause) + ")",
                    cause);
        }
        long free = usable(place);
        if (writes && free >= 0 && free < bytes + 4096) {
            return new FileStoreException(
                    Reason.UNAVAILABLE,
                    problem + "no space left: " + bytes + " bytes to write, " + free + " free on the file system of "
                            + place + "; free some or choose another directory",
                    cause);
        }
        return new FileStoreException(Reason.UNAVAILABLE, problem + reasonOf(cause), cause);
    }

    private static Path above(Path path) {
        Path directory = path.getParent();
        return directory == null ? path : directory;
    }

    /** {@code path} or the nearest directory above it that is there. */
    private static Path nearest(Path path) {
        Path place = path;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    private static boolean tooLong(Path path) {
        for (Path name : path) {
            if (name.toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                return true;
            }
        }
        return false;
    }

    private static boolean readOnly(Path place) {
        try {
            return Files.getFileStore(place).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static long usable(Path place) {
        try {
            FileStore disk = Files.getFileStore(place);
            return disk.getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String reasonOf(Exception cause) {
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
