package io.dispenser.telemetry.adapter.spool;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * How much a spool may take, and who hears of its problems.
 *
 * @param maxBytes the most bytes that the segments of one table take together, at least 1
 * @param minFreeDiskBytes how much stays free on the disk: below, nothing is appended
 * @param problemListener is told of each problem once, on the thread that met it; must return quickly
 */
public record FileSpoolOptions(long maxBytes, long minFreeDiskBytes, Consumer<SpoolProblem> problemListener) {

    /** 512 MiB a table, 256 MiB left free, nobody told. */
    public static final FileSpoolOptions DEFAULT =
            new FileSpoolOptions(512L * 1024 * 1024, 256L * 1024 * 1024, problem -> {});

    public FileSpoolOptions {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
        }
        if (minFreeDiskBytes < 0) {
            throw new IllegalArgumentException("minFreeDiskBytes is not negative: " + minFreeDiskBytes);
        }
        requireNonNull(problemListener, "problemListener");
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
