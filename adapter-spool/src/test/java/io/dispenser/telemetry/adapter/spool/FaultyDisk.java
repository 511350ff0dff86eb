package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * A disk that counts what is asked of it, and fails as a test says: each fault holds until it is taken back. It forces
 * nothing: what a test reads back comes from the page cache anyway.
 */
final class FaultyDisk implements SpoolDisk {

    private final SpoolDisk disk;

    int fileForces;
    int folderForces;
    int writes;
    boolean forceFails;
    boolean folderForceFails;
    boolean truncateFails;
    boolean createFails;
    boolean renameFails;
    boolean deleteFails;

    /** How many bytes may still be written before the disk is full. */
    long roomBytes = Long.MAX_VALUE;

    /** The most bytes that one write takes. */
    int longestWrite = Integer.MAX_VALUE;

    LongSupplier usable;

    FaultyDisk(SpoolDisk disk) {
        this.disk = disk;
        this.usable = () -> Long.MAX_VALUE;
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        failIf(createFails, "create");
        return new FaultyFile(disk.create(file));
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        failIf(truncateFails, "cut");
        disk.cut(file, length);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        failIf(renameFails, "rename");
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        failIf(deleteFails, "delete");
        disk.delete(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        folderForces++;
        failIf(folderForceFails, "force folder");
    }

    @Override
    public long usableBytes() {
        return usable.getAsLong();
    }

    private static void failIf(boolean fails, String what) throws IOException {
        if (fails) {
            throw new IOException("Input/output error: " + what);
        }
    }

    private final class FaultyFile implements AppendFile {

        private final AppendFile file;

        FaultyFile(AppendFile file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            writes++;
            if (roomBytes == 0) {
                throw new IOException("No space left on device");
            }
            int limit = bytes.limit();
            int most = (int) Math.min(Math.min(longestWrite, roomBytes), bytes.remaining());
            bytes.limit(bytes.position() + most);
            try {
                int written = file.write(bytes, position);
                roomBytes -= written;
                return written;
            } finally {
                bytes.limit(limit);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            failIf(truncateFails, "truncate");
            file.truncate(length);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            fileForces++;
            failIf(forceFails, "force");
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
