package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one partition that may be replaced, while it is worked on. Of those that aren't sorted only so many are known at
 * once: a day of a thousand hosts has hundreds of thousands, and each takes most of a kilobyte. The others are had by
 * another look, once these have become few.
 */
final class PartitionFiles {

    private final TableLayout layout;
    private final int maxUnsorted;
    private final List<CompactionCandidate> files = new ArrayList<>();
    private int unsorted;
    private boolean partial;

    /** @param maxUnsorted how many files that aren't sorted are known at once */
    PartitionFiles(TableLayout layout, int maxUnsorted) {
        this.layout = layout;
        this.maxUnsorted = maxUnsorted;
    }

    /** Looks which files of the partition {@code snapshot} has, as far as {@code wanted} takes them. */
    void look(Snapshot snapshot, Engine engine, TablePartition partition, java.util.function.Predicate<LogFile> wanted)
            throws IOException {
        Optional<Predicate> filter = layout.literals(partition.inLog()).flatMap(layout::filter);
        ScanBuilder builder = snapshot.getScanBuilder();
        Scan scan = filter.isPresent() ? builder.withFilter(filter.get()).build() : builder.build();
        LogFiles.live(scan, engine, file -> {
            if (wanted.test(file)
                    && layout.partitionOf(file).filter(partition::equals).isPresent()) {
                add(CompactionCandidate.of(file, layout.order(), true));
            }
        });
    }

    private void add(CompactionCandidate file) {
        if (file.sorted()) {
            files.add(file);
        } else if (unsorted < maxUnsorted) {
            files.add(file);
            unsorted++;
        } else {
            partial = true;
        }
    }

    /**
     * What the next step may replace. As long as there are more files than are known, those that are sorted wait for what the
     * others become: so each is merged once and not once for each look.
     */
    List<CompactionCandidate> candidates() {
        return partial ? files.stream().filter(file -> !file.sorted()).toList() : files;
    }

    /** Whether there are more than those that are known. */
    boolean isPartial() {
        return partial;
    }

    /** A step was done. */
    void replace(Collection<CompactionCandidate> gone, Collection<LogFile> added) {
        remove(files, gone);
        added.forEach(file -> files.add(CompactionCandidate.of(file, layout.order(), true)));
    }

    /** Two files may have the same numbers, so this goes by identity. */
    static void remove(List<CompactionCandidate> files, Collection<CompactionCandidate> gone) {
        Set<CompactionCandidate> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(gone);
        files.removeIf(set::contains);
    }
}
