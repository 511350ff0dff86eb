package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk of one folder that knows what of it would outlive a power failure: the bytes of files that were forced, and the
 * names in the folder when it was last forced. What was not forced may be there afterwards or not, so a test says which
 * {@link Loss} it is, and at which operation the power fails.
 */
final class VolatileDisk implements SpoolDisk {

    /** What a power failure takes of that which was not forced. */
    enum Loss {
        /** Nothing of it reached the disk. */
        ALL(false, false),
        /** Of the changes to names, those that delete did reach it. */
        ALL_BUT_DELETIONS(false, false),
        /** All names did, and no bytes. */
        BYTES(true, false),
        /** All of it did but what made files shorter. */
        TRUNCATIONS(true, true),
        /** All of it reached the disk: so does a kill leave it. */
        NOTHING(true, true);

        final boolean reachesNames;
        final boolean reachesBytes;

        Loss(boolean reachesNames, boolean reachesBytes) {
            this.reachesNames = reachesNames;
            this.reachesBytes = reachesBytes;
        }
    }

    /** The power failed: whatever the program would do next, it doesn't. */
    static final class PowerFailure extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** A file, under whatever name. */
    private static final class Inode {
        byte[] forced = new byte[0];
        byte @Nullable [] longer;

        byte[] after(Loss loss, Path file) throws IOException {
            if (loss == Loss.TRUNCATIONS && longer != null) {
                return longer;
            }
            return loss.reachesBytes ? Files.readAllBytes(file) : forced;
        }

        void force(Path file) throws IOException {
            forced = Files.readAllBytes(file);
            longer = null;
        }
    }

    private final SpoolDisk disk;
    private final Path folder;
    private final Map<Path, Inode> files = new HashMap<>();
    private final Set<Path> deleted = new HashSet<>();
    private Map<Path, Inode> forcedNames = new HashMap<>();
    private int left;

    /** The most bytes that a write takes; when it took as many, the disk is full until this is set again. */
    int roomBytes = Integer.MAX_VALUE;

    /** The disk of {@code folder}, whose files are all on it, and on which so many operations are left. */
    VolatileDisk(Path folder, int operations) throws IOException {
        this.disk = JdkDisk.of(folder);
        this.folder = folder;
        this.left = operations;
        try (var there = Files.list(folder)) {
            for (Path file : (Iterable<Path>) there::iterator) {
                Inode inode = new Inode();
                inode.force(file);
                files.put(file, inode);
            }
        }
        files.keySet().removeIf(file -> file.endsWith(SpoolLock.FILE));
        forcedNames = new HashMap<>(files);
    }

    void powerFailsAfter(int operations) {
        left = operations;
    }

    /** Leaves in the folder what is there when the power is back. */
    void fail(Loss loss) throws IOException {
        Map<Path, byte[]> after = new HashMap<>();
        Map<Path, Inode> names = new HashMap<>(loss.reachesNames ? files : forcedNames);
        if (loss == Loss.ALL_BUT_DELETIONS) {
            names.keySet().removeAll(deleted);
        }
        for (Map.Entry<Path, Inode> name : names.entrySet()) {
            after.put(name.getKey(), name.getValue().after(loss, name.getKey()));
        }
        for (Path file : new ArrayList<>(files.keySet())) {
            Files.deleteIfExists(file);
        }
        for (Map.Entry<Path, byte[]> file : after.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        spend();
        AppendFile created = disk.create(file);
        Inode inode = new Inode();
        files.put(file, inode);
        deleted.remove(file);
        return new VolatileFile(created, inode);
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        spend();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        inode(file).force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        spend();
        disk.rename(from, to);
        files.put(to, inode(from));
        files.remove(from);
        deleted.remove(to);
    }

    @Override
    public void delete(Path file) throws IOException {
        spend();
        disk.delete(file);
        files.remove(file);
        deleted.add(file);
    }

    @Override
    public void forceFolder(Path forced) {
        spend();
        forcedNames = new HashMap<>(files);
        deleted.clear();
    }

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    private Inode inode(Path file) {
        Inode inode = files.get(file);
        if (inode == null) {
            throw new AssertionError("the spool never made " + file + " in " + folder);
        }
        return inode;
    }

    private void spend() {
        if (left == 0) {
            throw new PowerFailure();
        }
        left--;
    }

    private final class VolatileFile implements AppendFile {

        private final AppendFile file;
        private final Inode inode;

        VolatileFile(AppendFile file, Inode inode) {
            this.file = file;
            this.inode = inode;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            spend();
            if (bytes.remaining() > roomBytes) {
                if (roomBytes == 0) {
                    throw new IOException("No space left on device");
                }
                int written = file.write(bytes.slice(bytes.position(), roomBytes), position);
                bytes.position(bytes.position() + written);
                roomBytes = 0;
                return written;
            }
            return file.write(bytes, position);
        }

        @Override
        public void truncate(long length) throws IOException {
            spend();
            inode.longer = Files.readAllBytes(name());
            file.truncate(length);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            spend();
            inode.force(name());
        }

        private Path name() {
            return files.entrySet().stream()
                    .filter(name -> name.getValue() == inode)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
