package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The folder of one table, and whether what was done to its entries is durable yet. Two threads use it.
 *
 * <p>Creating and renaming leave it unforced; nobody acknowledges an event or hands out a batch before {@link #forceIfNeeded} has
 * forced it. A deletion needs no force: a batch that comes back after a crash goes to its table under its old name, which
 * the table knows.
 */
final class SpoolFolder {

    private final Path path;
    private final SpoolDisk disk;
    private boolean unforced;

    SpoolFolder(Path path, SpoolDisk disk) {
        this.path = path;
        this.disk = disk;
    }

    Path path() {
        return path;
    }

    SpoolDisk disk() {
        return disk;
    }

    Path file(SegmentName name) {
        return path.resolve(name.fileName());
    }

    synchronized SpoolDisk.AppendFile create(String fileName) throws IOException {
        SpoolDisk.AppendFile file = disk.create(path.resolve(fileName));
        unforced = true;
        return file;
    }

    void rename(String from, String to) throws IOException {
        rename(path.resolve(from), to);
    }

    synchronized void rename(Path from, String to) throws IOException {
        disk.rename(from, path.resolve(to));
        unforced = true;
    }

    void delete(String fileName) throws IOException {
        disk.delete(path.resolve(fileName));
    }

    /** Forces the folder, if it has to be. */
    synchronized void forceIfNeeded() throws IOException {
        if (unforced) {
            disk.forceFolder(path);
            unforced = false;
        }
    }

    /** Writes a whole file, under another name first, so that it is there wholly or not at all. */
    void replace(String fileName, String temporaryName, byte[] content) throws IOException {
        disk.delete(path.resolve(temporaryName));
        try (SpoolDisk.AppendFile file = create(temporaryName)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes, bytes.position());
            }
            file.force(true);
        }
        rename(temporaryName, fileName);
    }
}
