package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a table's log, as the store lists them.
 *
 * @param all every file
 * @param versioned those that belong to a version
 */
record LogListing(List<FileEntry> all, List<Versioned> versioned) {

    /** A file of the log that belongs to a version. */
    record Versioned(FileEntry file, LogFileName name) {}

    static LogListing of(FileStore store) throws FileStoreException {
        List<FileEntry> all = store.list(DeltaLog.DIRECTORY, "");
        List<Versioned> versioned = new ArrayList<>();
        for (FileEntry file : all) {
            LogFileName.parse(DeltaLog.name(file)).ifPresent(name -> versioned.add(new Versioned(file, name)));
        }
        return new LogListing(all, List.copyOf(versioned));
    }

    /** The versions of complete checkpoints, each with the time of its last file. */
    NavigableMap<Long, Instant> checkpoints() {
        Map<Long, Set<Integer>> parts = new TreeMap<>();
        NavigableMap<Long, Instant> complete = new TreeMap<>();
        for (Versioned each : versioned) {
            LogFileName name = each.name();
            if (name.kind() == Kind.CHECKPOINT && each.file().size() > 0) {
                Set<Integer> found = parts.computeIfAbsent(name.version(), version -> new TreeSet<>());
                found.add(name.part());
                if (name.parts() == 1 || found.size() == name.parts()) {
                    complete.put(name.version(), each.file().modified());
                }
            }
        }
        return complete;
    }

    /** The first commit that is younger than {@code cutoff}, or else the last one; empty if there are none. */
    OptionalLong firstCommitAfter(Instant cutoff) {
        OptionalLong last = OptionalLong.empty();
        for (Versioned each : versioned) {
            if (each.name().kind() == Kind.COMMIT) {
                last = OptionalLong.of(each.name().version());
                if (each.file().modified().isAfter(cutoff)) {
                    return last;
                }
            }
        }
        return last;
    }

    /** How many commits come after {@code version}. */
    long commitsAfter(long version) {
        return versioned.stream()
                .filter(each -> each.name().kind() == Kind.COMMIT && each.name().version() > version)
                .count();
    }

    long bytes() {
        return all.stream().mapToLong(FileEntry::size).sum();
    }
}
