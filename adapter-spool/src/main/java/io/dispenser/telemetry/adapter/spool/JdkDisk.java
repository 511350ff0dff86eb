package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The disk, through the JDK. An interrupt closes a channel in the middle of what it does; here the channel is then opened
 * again and the operation repeated, which is harmless since every write names its position. The interrupt stays pending.
 */
final class JdkDisk implements SpoolDisk {

    private final FileStore store;

    private JdkDisk(FileStore store) {
        this.store = store;
    }

    /** The disk of {@code folder}, which is made if need be, durably, and for its owner only. */
    static JdkDisk of(Path folder) throws IOException {
        make(folder.toAbsolutePath());
        return new JdkDisk(Files.getFileStore(folder));
    }

    private static void make(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        make(parent);
        try {
            Files.createDirectory(folder, permissions(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        force(parent);
    }

    /** What waits may hold what containers printed: nobody else's business. */
    static FileAttribute<?>[] permissions(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        Files.createFile(file, permissions(file, "rw-------"));
        return new JdkAppendFile(file);
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        try (AppendFile cut = new JdkAppendFile(file)) {
            cut.truncate(length);
            cut.force(true);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        force(folder);
    }

    private static void force(Path folder) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return 0;
        });
    }

    @Override
    public long usableBytes() throws IOException {
        return store.getUsableSpace();
    }

    private interface Operation {
        int run() throws IOException;
    }

    private static int uninterrupted(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return operation.run();
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted(); // or the next attempt ends in the same way
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class JdkAppendFile implements AppendFile {

        private final Path file;
        private FileChannel channel;

        JdkAppendFile(Path file) throws IOException {
            this.file = file;
            this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            int start = bytes.position();
            return uninterrupted(() -> open().write(bytes.position(start), position));
        }

        @Override
        public void truncate(long length) throws IOException {
            uninterrupted(() -> {
                open().truncate(length);
                return 0;
            });
        }

        @Override
        public void force(boolean metadata) throws IOException {
            uninterrupted(() -> {
                open().force(metadata);
                return 0;
            });
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private FileChannel open() throws IOException {
            if (!channel.isOpen()) {
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
            }
            return channel;
        }
    }
}
