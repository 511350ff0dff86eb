package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table with a log of so many old versions that nobody would write them for a test: commits, checksums, and checkpoints each
 * hundred versions that are listed and can be deleted, and have no content. Its tip is that of a real table.
 */
final class LongLog extends ForwardingTableStore {

    static final int INTERVAL = 100;

    private static final List<String> KINDS = List.of("checkpoint.parquet", "crc", "json");
    private static final Pattern VERSIONED = Pattern.compile("_delta_log/(\\d{20})(\\..+)");

    private final int versions;
    private final Instant written;
    private final BitSet gone = new BitSet();
    private int oldest;
    private int deletions;
    private int largestList;
    private int farthestAhead;
    private int lists;

    /**
     * @param table its versions come after the {@code versions} old ones
     * @param written when the old ones were written
     */
    LongLog(InMemoryTableStore table, int versions, Instant written) throws TableStoreException {
        super(table);
        this.versions = versions;
        this.written = written;
        for (String path : table.paths()) {
            Matcher name = VERSIONED.matcher(path);
            if (name.matches()) {
                long version = versions + Long.parseLong(name.group(1));
                table.put(
                        String.format(Locale.ROOT, "_delta_log/%020d%s", version, name.group(2)), table.readAll(path));
                table.delete(path);
            } else if (path.endsWith("/_last_checkpoint")) {
                String pointer = new String(table.readAll(path), StandardCharsets.UTF_8);
                Matcher version = Pattern.compile("\"version\":(\\d+)").matcher(pointer);
                String moved =
                        version.replaceFirst(found -> "\"version\":" + (versions + Long.parseLong(found.group(1))));
                table.put(path, moved.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** How many old files there were. */
    int size() {
        return 2 * versions + (versions + INTERVAL - 1) / INTERVAL;
    }

    /** How many old files were deleted so far. */
    synchronized int deletions() {
        return deletions;
    }

    /** The most files that were handed out at once. */
    synchronized int largestList() {
        return largestList;
    }

    /** How often the log was listed. */
    synchronized int lists() {
        return lists;
    }

    /** How far deletions were from the order of the versions, in versions. */
    synchronized int farthestAhead() {
        return farthestAhead;
    }

    @Override
    public synchronized List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        List<FileEntry> found = new ArrayList<>();
        if (directory.equals(TablePaths.LOG)) {
            lists++;
            int start = fromName.compareTo("0") < 0 ? 0 : fromName.startsWith("0") ? version(fromName) : versions;
            for (int version = start; version < versions && found.size() < limit; version++) {
                for (int kind = version % INTERVAL == 0 ? 0 : 1; kind < 3 && found.size() < limit; kind++) {
                    String name = String.format(Locale.ROOT, "%020d.", version) + KINDS.get(kind);
                    if (!gone.get(3 * version + kind) && name.compareTo(fromName) >= 0) {
                        found.add(new FileEntry(directory + "/" + name, 1, written));
                    }
                }
            }
        }
        if (found.size() < limit) {
            found.addAll(super.list(directory, fromName, limit - found.size()));
        }
        largestList = Math.max(largestList, found.size());
        return found;
    }

    @Override
    public void delete(String path) throws TableStoreException {
        Matcher name = VERSIONED.matcher(path);
        if (!name.matches() || version(name.group(1)) >= versions) {
            super.delete(path);
            return;
        }
        synchronized (this) {
            int version = version(name.group(1));
            int kind = KINDS.indexOf(name.group(2).substring(1));
            if (!gone.get(3 * version + kind)) {
                gone.set(3 * version + kind);
                deletions++;
            }
            farthestAhead = Math.max(farthestAhead, version - oldest());
        }
    }

    private int oldest() {
        while (gone.get(oldest) || (oldest % 3 == 0 && oldest / 3 % INTERVAL != 0)) { // or no checkpoint was there
            oldest++;
        }
        return oldest / 3;
    }

    private static int version(String name) {
        return Integer.parseInt(name.substring(0, 20));
    }

    @Override
    public String description() {
        return "a long log";
    }

    @Override
    public void close() {}
}
