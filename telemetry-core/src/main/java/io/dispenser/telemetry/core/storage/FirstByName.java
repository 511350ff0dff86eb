package io.dispenser.telemetry.core.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers the first files of a directory by name, for a {@link TableStore} whose store lists them by code point, page by page.
 *
 * <p>That order is the one by code unit, which callers get, except for surrogates and the characters after them. So the first
 * files of the store are the first ones altogether as long as none of their names has such a character; else all have to be
 * seen. Not for use by several threads.
 */
public final class FirstByName {

    private final String fromName;
    private final int limit;
    private final List<FileEntry> entries = new ArrayList<>();
    private boolean sameOrder = true;

    /**
     * @param fromName files whose names come before it are passed over
     * @param limit how many files are wanted at most
     */
    public FirstByName(String fromName, int limit) {
        this.fromName = fromName;
        this.limit = limit;
    }

    /**
     * The next file of the store. One without a name is passed over: with such an object some tools mark a directory.
     *
     * @param name its name in its directory
     */
    public void add(String name, FileEntry entry) {
        if (!name.isEmpty() && name.compareTo(fromName) >= 0) {
            entries.add(entry);
            sameOrder &= name.chars().allMatch(unit -> unit < Character.MIN_SURROGATE);
        }
    }

    /** Whether the files that the store has not told yet don't matter. */
    public boolean isComplete() {
        return sameOrder && entries.size() >= limit;
    }

    /** The first files of those that were added, in the order of a {@link TableStore}'s list. */
    public List<FileEntry> entries() {
        // All share one directory, so the order of the paths is the order of the names.
        return entries.stream()
                .sorted(Comparator.comparing(FileEntry::path))
                .limit(limit)
                .toList();
    }
}
