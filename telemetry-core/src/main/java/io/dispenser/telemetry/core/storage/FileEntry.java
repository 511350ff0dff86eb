package io.dispenser.telemetry.core.storage;

import java.time.Instant;

/**
 * A file of a table.
 *
 * @param path its path, relative to the table's directory
 * @param size its size in bytes
 * @param modified when it was written, by the store's clock
 */
public record FileEntry(String path, long size, Instant modified) {

    /** Its name: the last part of its path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
