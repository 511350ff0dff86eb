package io.dispenser.telemetry.adapter.storage.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The operations that make a write atomic and durable, in the system's own terms. Their order is the whole point of
 * {@link LocalTableStore}, so they can be watched, and made to fail.
 */
interface LocalDisk {

    /** Makes a directory in one that is there; does nothing if it is there already. */
    void makeDirectory(Path directory) throws IOException;

    /** Writes a new file, and forces its bytes and its length to the disk. */
    void writeForced(Path file, byte[] content) throws IOException;

    /** Writes a new file. */
    void write(Path file, byte[] content) throws IOException;

    /** Gives a file a second name, if that name is free: link(2). */
    void link(Path file, Path name) throws IOException;

    /** Gives a file another name, taking it from whatever has it: rename(2). */
    void rename(Path file, Path name) throws IOException;

    /** Removes a name; does nothing if it is not there. */
    void remove(Path file) throws IOException;

    /** Forces the names in a directory to the disk. */
    void forceDirectory(Path directory) throws IOException;
}
