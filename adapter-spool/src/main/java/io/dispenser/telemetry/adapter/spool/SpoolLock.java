package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.port.SpoolException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One writer a folder: a lock on its file {@code lock}, which holds the writer's process id. The operating system lets go
 * of it when the process ends, however it ends.
 *
 * <p>It also lets go when the process closes any other handle on that file. So a second spool of the same process is turned
 * away by a set in memory, before it opens the file; and nothing else in this package ever opens it.
 */
final class SpoolLock implements Closeable {

    static final String FILE = "lock";

    private static final int LONGEST_HOLDER = 200;
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private SpoolLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws SpoolException if somebody else has it
     */
    static SpoolLock take(Path folder) throws SpoolException, IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(
                    folder, "this very process, pid " + ProcessHandle.current().pid());
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(
                    real.resolve(FILE),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    JdkDisk.permissions(real, "rw-------"));
            try {
                lock(folder, channel);
                taken = true;
                return new SpoolLock(real, channel);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } finally {
            if (!taken) {
                HELD.remove(real);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(folder);
        }
    }

    private static void lock(Path folder, FileChannel channel) throws SpoolException, IOException {
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            throw inUse(folder, holder(channel));
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                "pid " + ProcessHandle.current().pid() + "\n"));
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(bytes, 0);
        String holder =
                StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return "another process, " + (holder.isEmpty() ? "pid not known yet" : holder);
    }

    private static SpoolException inUse(Path folder, String holder) {
        return SpoolException.failed(
                "the spool " + folder + " is in use by " + holder
                        + "; end that one, or give this one a spool_dir of its own",
                null);
    }
}
