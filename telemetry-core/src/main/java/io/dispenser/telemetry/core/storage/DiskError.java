package io.dispenser.telemetry.core.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What an {@link IOException} of the JDK's file system means. The JDK keeps no error number, only the system's text in the
 * user's language. So the disk itself is looked at first, and this class alone reads the text.
 */
public enum DiskError {
    /** No space is left, or none of the user's quota. */
    FULL,
    /** The file system is mounted read-only. */
    READ_ONLY,
    /** The user may not, or the file system does not do this at all: the system has one text for both. */
    NOT_PERMITTED,
    /** Anything else. */
    OTHER;

    /** What a file system keeps for itself, and rounds up to. */
    private static final long BLOCK = 4096;

    /**
     * Why {@code bytes} could not be written.
     *
     * @param place a file or directory that is there, on the disk that was written to
     */
    public static DiskError ofWriting(IOException failure, Path place, long bytes) {
        if (isReadOnly(place)) {
            return READ_ONLY;
        }
        DiskError told = ofReading(failure);
        if (told != OTHER) {
            return told;
        }
        String text = textOf(failure).toLowerCase(Locale.ROOT);
        long free = usableBytes(place);
        boolean full = text.contains("no space left")
                || text.contains("quota exceeded")
                || (free >= 0 && free < bytes + BLOCK);
        return full ? FULL : OTHER;
    }

    /**
     * Whether to write again is in vain until somebody changes something: rights, mounts, what is in the way.
     *
     * @param place a file or directory on the disk that was written to; need not be there
     */
    public static boolean isLasting(IOException failure, Path place) {
        Path existing = place.toAbsolutePath();
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        DiskError error = ofWriting(failure, existing, 0);
        return error == READ_ONLY || error == NOT_PERMITTED || failure instanceof FileAlreadyExistsException;
    }

    /** Why something could not be read or listed. */
    public static DiskError ofReading(IOException failure) {
        String text = textOf(failure).toLowerCase(Locale.ROOT);
        return failure instanceof AccessDeniedException
                        || text.contains("not permitted")
                        || text.contains("not supported")
                        || text.contains("not implemented")
                ? NOT_PERMITTED
                : OTHER;
    }

    /** What the system said, for a person. */
    public static String textOf(Exception failure) {
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /**
     * What happened and what to do about it, for a person.
     *
     * @param place a file or directory that is there, on the disk in question
     */
    public static String explained(IOException failure, Path place) {
        String file = failure instanceof FileSystemException system && system.getFile() != null ? system.getFile() : "";
        String named = file.isEmpty() ? "" : file + ": ";
        if (failure instanceof NoSuchFileException && textOf(failure).equals(file)) {
            return file + " is not there";
        }
        if (failure instanceof FileAlreadyExistsException && textOf(failure).equals(file)) {
            return file + " is there, and is no directory";
        }
        String user = System.getProperty("user.name");
        return switch (ofWriting(failure, place, 0)) {
            case READ_ONLY ->
                named + "its file system is mounted read-only; mount it writable, or name another directory";
            case FULL ->
                named + "no space is left on its disk (" + textOf(failure) + "); free some, or name another directory";
            case NOT_PERMITTED ->
                named + "user " + user + " may not do that" + reason(failure, file) + "; give " + user
                        + " the right to it (chown, chmod), or name another directory";
            case OTHER -> named + textOf(failure);
        };
    }

    private static String reason(IOException failure, String file) {
        String text = textOf(failure);
        return text.equals(file) ? "" : " (" + text + ")";
    }

    /** The bytes that this user can write on the disk of {@code place}; negative if that is not known. */
    public static long usableBytes(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean isReadOnly(Path place) {
        try {
            return Files.getFileStore(place).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }
}
