package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.core.storage.DiskError;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What a failure of the file system means: the place itself is looked at first, then {@link DiskError} is asked. */
final class LocalErrorTranslator {

    /** The longest name of the usual file systems of Linux and macOS, in bytes. */
    private static final int MAX_NAME_BYTES = 255;

    private LocalErrorTranslator() {}

    static TableStoreException reading(Path path, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new TableStoreException(StorageError.notFound(path.toString()), cause);
        }
        if (Files.isDirectory(path)) {
            return failure(Reason.NOT_FOUND, path + " is a directory, not a file", "", cause);
        }
        return failed("read", path, wrongPlace(path, above(path)).orElseGet(() -> readError(path, cause)), cause);
    }

    static TableStoreException listing(Path directory, IOException cause) {
        StorageError error = wrongPlace(directory, directory).orElseGet(() -> readError(directory, cause));
        return failed("list", directory, error, cause);
    }

    static TableStoreException writing(Path path, long bytes, IOException cause) {
        if (Files.isDirectory(path)) {
            return failed("write", path, StorageError.broken("a directory of that name is there", "remove it"), cause);
        }
        if (cause instanceof NoSuchFileException) {
            StorageError removed = StorageError.unavailable("its directory was removed meanwhile", "");
            return failed("write", path, removed, cause);
        }
        return failed("write", path, writeError(path, bytes, cause), cause);
    }

    static TableStoreException deleting(Path path, IOException cause) {
        return failed("delete", path, writeError(path, 0, cause), cause);
    }

    /** {@code path} could not be linked to although it could be written beside it. */
    static TableStoreException noHardLinks(Path path, Exception cause) {
        StorageError error = StorageError.broken(
                "its file system has no hard links, without which two writers can't be kept apart ("
                        + DiskError.textOf(cause) + ")",
                "put the table on another file system, or set single_writer = true in [telemetry.storage] if no other"
                        + " process writes to it");
        return failed("write", path, error, cause);
    }

    /** Whether a link failed for want of links: the system doesn't do that kind of thing at all. */
    static boolean isNoHardLinks(IOException cause) {
        return DiskError.ofReading(cause) == DiskError.NOT_PERMITTED && !(cause instanceof AccessDeniedException);
    }

    static TableStoreException outcomeUnknown(Path path, IOException cause) {
        return failure(
                Reason.OUTCOME_UNKNOWN,
                "wrote " + path
                        + ", but can't tell whether it would outlive a crash: its directory could not be forced "
                        + "to the disk (" + DiskError.textOf(cause) + ")",
                "look at the disk's health and the system's log",
                cause);
    }

    /** Whether a file is where {@code path} needs a directory. */
    static boolean isBelowAFile(Path path) {
        return !Files.isDirectory(nearest(above(path)));
    }

    private static Optional<StorageError> wrongPlace(Path path, Path directory) {
        Path place = nearest(directory);
        if (!Files.isDirectory(place)) {
            return Optional.of(StorageError.broken(
                    place + " is a file, and a directory is needed there", "remove it or choose another directory"));
        }
        for (Path name : path) {
            if (name.toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                return Optional.of(StorageError.broken(
                        "a name is longer than " + MAX_NAME_BYTES + " bytes", "choose a shorter one"));
            }
        }
        return Optional.empty();
    }

    private static StorageError readError(Path path, IOException cause) {
        return DiskError.ofReading(cause) == DiskError.NOT_PERMITTED
                ? denied(nearest(path), "readable", cause)
                : StorageError.unavailable(DiskError.textOf(cause), "");
    }

    private static StorageError writeError(Path path, long bytes, IOException cause) {
        Path place = nearest(above(path));
        return wrongPlace(path, above(path)).orElseGet(() -> switch (DiskError.ofWriting(cause, place, bytes)) {
            case READ_ONLY ->
                StorageError.denied(
                        place + " is on a file system that is mounted read-only",
                        "mount it writable or choose another directory");
            case NOT_PERMITTED -> denied(place, "writable", cause);
            case FULL ->
                StorageError.unavailable(
                        "no space left: " + bytes + " bytes to write, " + DiskError.usableBytes(place)
                                + " free on the file system of " + place + " (" + DiskError.textOf(cause) + ")",
                        "free some or choose another directory");
            case OTHER -> StorageError.unavailable(DiskError.textOf(cause), "");
        });
    }

    private static StorageError denied(Path place, String adjective, IOException cause) {
        String user = System.getProperty("user.name");
        return StorageError.denied(
                place + " is not " + adjective + " by user " + user + " (" + DiskError.textOf(cause) + ")",
                "give " + user + " the right to it (chown, chmod), run as another user, or choose another directory");
    }

    private static TableStoreException failed(String operation, Path path, StorageError error, Exception cause) {
        return new TableStoreException(error.during(operation, path.toString()), cause);
    }

    private static TableStoreException failure(Reason reason, String sentence, String remedy, Exception cause) {
        return new TableStoreException(new StorageError(reason, sentence, remedy), cause);
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
}
