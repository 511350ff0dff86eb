package io.dispenser.telemetry.adapter.spool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How much a spool may take, and who hears of its problems.
 *
 * @param maxBytes the most bytes that the segments of one table take together, at least 1
 * @param minFreeDiskBytes how much stays free on the disk: below, nothing is appended
 * @param problemListener is told of each problem once, on the thread that met it; must return quickly
 */
public record FileSpoolOptions(long maxBytes, long minFreeDiskBytes, Consumer<SpoolProblem> problemListener) {

    private static final long MIB = 1024L * 1024;

    /** 512 MiB a table, 256 MiB left free, nobody told. */
    public static final FileSpoolOptions DEFAULT = new FileSpoolOptions(512 * MIB, 256 * MIB, problem -> {});

    public FileSpoolOptions {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
        }
        if (minFreeDiskBytes < 0) {
            throw new IllegalArgumentException("minFreeDiskBytes is not negative: " + minFreeDiskBytes);
        }
        requireNonNull(problemListener, "problemListener");
    }

    /**
     * Why nothing would be appended to a spool on this disk, in words; empty if there is room.
     *
     * @param directory one that exists
     * @throws IOException if the disk can't be asked
     */
    public Optional<String> lackOfRoom(Path directory) throws IOException {
        return lackOfRoom(Files.getFileStore(directory).getUsableSpace(), 0);
    }

    /** The same, of a disk with so many bytes free and so many about to be written. */
    Optional<String> lackOfRoom(long free, long more) {
        return free - more >= minFreeDiskBytes
                ? Optional.empty()
                : Optional.of(words(free) + " left, and " + words(minFreeDiskBytes)
                        + " are to stay free (spool_min_free_mb): no event is taken until there is room");
    }

    /** A size for a person. */
    static String words(long bytes) {
        return bytes < MIB ? bytes + " bytes" : bytes / MIB + " MiB";
    }

    /** These options with another cap. */
    public FileSpoolOptions withMaxBytes(long bytes) {
        return new FileSpoolOptions(bytes, minFreeDiskBytes, problemListener);
    }

    /** These options with another floor of free disk. */
    public FileSpoolOptions withMinFreeDiskBytes(long bytes) {
        return new FileSpoolOptions(maxBytes, bytes, problemListener);
    }

    /** These options with another listener. */
    public FileSpoolOptions withProblemListener(Consumer<SpoolProblem> listener) {
        return new FileSpoolOptions(maxBytes, minFreeDiskBytes, listener);
    }
}
