package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/** The names of a local store: which paths it takes, and which names are its own. */
final class LocalNames {

    /** Hidden, and of a length that doesn't grow with the name of the file that is written. */
    private static final Pattern TEMPORARY = Pattern.compile("\\.~[0-9a-f-]{36}\\.tmp");

    private LocalNames() {}

    /** The name of a new temporary file. */
    static String temporary() {
        return ".~" + UUID.randomUUID() + ".tmp";
    }

    static boolean isTemporary(String name) {
        return TEMPORARY.matcher(name).matches();
    }

    /** Where Hadoop's checksummed file system keeps the checksum of {@code file}; stale, it makes the file unreadable. */
    static Path checksumOf(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".crc");
    }

    /** The place of a file of the store. */
    static Path file(Path root, String path) throws TableStoreException {
        FilePaths.requireFile(path);
        return directory(root, path);
    }

    /** The place of a directory of the store; the empty string is its root. */
    static Path directory(Path root, String path) throws TableStoreException {
        FilePaths.requireDirectory(path);
        for (String name : path.split("/", -1)) {
            if (isTemporary(name)) {
                throw new TableStoreException(
                        Reason.BROKEN, "'" + name + "' is a name that only this store's own files have", null);
            }
        }
        try {
            return root.resolve(path);
        } catch (InvalidPathException e) {
            throw new TableStoreException(Reason.BROKEN, unusable(path, e), e);
        }
    }

    /** What is wrong with a name that the file system doesn't take. */
    static String unusable(String name, InvalidPathException cause) {
        boolean ascii = name.chars().allMatch(c -> c < 128);
        return "'" + name + "' can't be the name of a file here: " + cause.getReason()
                + (ascii
                        ? ""
                        : "; this process was started with a locale for file names in "
                                + System.getProperty("sun.jnu.encoding") + ": start it with LC_ALL=C.UTF-8");
    }
}
