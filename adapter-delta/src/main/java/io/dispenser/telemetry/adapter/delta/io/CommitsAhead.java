package io.dispenser.telemetry.adapter.delta.io;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the commits that Kernel has listed, several at a time: whoever replays a log reads them from the newest to that of the last
 * checkpoint, one after the other, and a store takes its while for each. For a log that is only read. Files that are no commits, and
 * large ones, are fetched when they are asked for, by any thread.
 */
final class CommitsAhead implements WholeFiles {

    private static final String COMMIT = TablePaths.LOG + "/[0-9]{20}\\.json";
    private static final String CHECKPOINT = TablePaths.LOG + "/[0-9]{20}\\.checkpoint\\..*";
    private static final long LARGE_BYTES = 1 << 20;

    /** Older ones are fetched one by one: a log without checkpoints may be as long as it likes. */
    private static final int MOST = 1000;

    private final TableStore store;
    private final TreeSet<String> listed = new TreeSet<>();
    private @Nullable ReadAhead ahead;

    /** The commit that the last listed checkpoint is of: it, and those before it, are asked for only if the checkpoint is of no use. */
    private String checkpoint = "";

    CommitsAhead(TableStore store) {
        this.store = store;
    }

    /** A file that a list has, from which more may follow. */
    synchronized void listed(FileEntry file) {
        if (file.path().matches(CHECKPOINT)) {
            listed.clear(); // and that of the same version comes after it
            checkpoint = file.path().replaceFirst("\\.checkpoint\\..*", ".json");
        } else if (file.size() <= LARGE_BYTES
                && !file.path().equals(checkpoint)
                && file.path().matches(COMMIT)) {
            listed.add(file.path());
            if (listed.size() > MOST) {
                listed.pollFirst();
            }
        }
    }

    /** Another list begins: what was fetched may not be of it. */
    synchronized void newList() {
        listed.clear();
        checkpoint = "";
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
    }

    @Override
    public byte[] readAll(String path) throws IOException {
        return path.matches(COMMIT) ? commit(path) : store.readAll(path);
    }

    private synchronized byte[] commit(String path) throws IOException {
        if (ahead == null) {
            ahead = new ReadAhead(
                    store,
                    listed.headSet(path, true).descendingSet().stream()
                            .map(TablePaths::kernel)
                            .toList()
                            .iterator());
        }
        return ahead.readAll(path);
    }
}
