package io.dispenser.telemetry.benchmarks.race;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The least that a durable commit takes: a data file and a commit, each forced to the disk, and the folder of both once. */
final class ForcedPair {

    private static final int COMMIT_BYTES = 1_500;

    private final Path folder;
    private int number;

    ForcedPair(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** In nanoseconds. */
    long write(int bytes) throws IOException {
        byte[] data = new byte[bytes];
        byte[] commit = new byte[COMMIT_BYTES];
        long begin = System.nanoTime();
        force(folder.resolve("data-" + number), data);
        force(folder.resolve("commit-" + number), commit);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
        number++;
        return System.nanoTime() - begin;
    }

    private static void force(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.force(true);
        }
    }
}
