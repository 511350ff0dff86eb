package io.dispenser.telemetry.interop.spark.engine;

import io.delta.storage.HDFSLogStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * Commits to a local disk that other processes commit to as well: a commit is a hard link, which fails if the file is there.
 * Delta's own way for such a disk looks whether the file is there and then renames over whatever came in between.
 *
 * <p>A test can come between: while there is a file {@code TABLE.hold} beside a table, a commit to it waits, and makes
 * {@code TABLE.held} to say so.
 */
public final class LinkingLogStore extends HDFSLogStore {

    private static final long POLL_MILLIS = 20;

    /** Delta makes it, by its name. */
    public LinkingLogStore(Configuration configuration) {
        super(configuration);
    }

    @Override
    public void write(
            org.apache.hadoop.fs.Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
            throws IOException {
        if (overwrite) {
            super.write(path, actions, true, configuration);
            return;
        }
        Path commit = Path.of(path.toUri().getPath());
        Path written = commit.resolveSibling("." + commit.getFileName() + "." + UUID.randomUUID());
        Iterable<String> lines = () -> actions;
        Files.write(written, lines, StandardCharsets.UTF_8);
        try {
            awaitLeave(commit.getParent().getParent());
            Files.createLink(commit, written);
        } finally {
            Files.delete(written);
        }
    }

    private static void awaitLeave(Path table) throws IOException {
        Path hold = table.resolveSibling(table.getFileName() + ".hold");
        Path held = table.resolveSibling(table.getFileName() + ".held");
        while (Files.exists(hold)) {
            if (Files.notExists(held)) {
                Files.createFile(held);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted while a commit was held");
            }
        }
    }
}
