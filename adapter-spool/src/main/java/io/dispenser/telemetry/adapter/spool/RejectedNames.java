package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the names of rejected segments say, when a folder is looked through. */
final class RejectedNames {

    private RejectedNames() {}

    /**
     * Gives the segments among {@code names} that are to be tried again the names of batches, durably, in the folder and in the
     * list.
     *
     * @return their new names
     */
    static List<SegmentName> retry(SpoolFolder folder, List<SegmentName> names) throws IOException {
        List<SegmentName> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SegmentName name = names.get(i);
            if (name.state() == SegmentState.RETRIED) {
                SegmentName free = name.sealed(name.events());
                while (names.stream().anyMatch(free::isOfSameSegment)) {
                    free = free.withDigits(free.digits() + 1);
                }
                folder.rename(name.fileName(), free.fileName());
                names.set(i, free);
                renamed.add(free);
            }
        }
        if (!renamed.isEmpty()) {
            folder.forceIfNeeded();
        }
        return renamed;
    }

    /**
     * Ends what a crash interrupted: where the segment was not yet written without its rejected events, these are deleted, and
     * will be rejected again; where it was, what it was before goes.
     */
    static void finishInterrupted(SpoolFolder folder, List<SegmentName> names) throws IOException {
        Map<SegmentName, Optional<SegmentName>> changes = new HashMap<>();
        for (SegmentName rejected : names) {
            if (rejected.state() != SegmentState.REJECTED && rejected.state() != SegmentState.RETRIED) {
                continue;
            }
            List<SegmentName> before = names.stream()
                    .filter(name -> name.isOfSameSegment(rejected) && isWhatItWasTakenOf(name, rejected))
                    .toList();
            SegmentName rest = rejected.sealed(rejected.of() - rejected.events());
            boolean written = names.contains(rest) || names.contains(rest.as(SegmentState.CORRUPT));
            if (written) {
                for (SegmentName name : before) {
                    changes.put(
                            name,
                            name.state() == SegmentState.SEALED
                                    ? Optional.empty()
                                    : Optional.of(name.as(SegmentState.DELIVERED_CORRUPT)));
                }
            } else if (!before.isEmpty()) {
                changes.put(rejected, Optional.empty());
            }
        }
        for (Map.Entry<SegmentName, Optional<SegmentName>> change : changes.entrySet()) {
            SegmentName name = change.getKey();
            names.remove(name);
            if (change.getValue().isPresent()) {
                folder.rename(name.fileName(), change.getValue().get().fileName());
                names.add(change.getValue().get());
            } else {
                folder.delete(name.fileName());
            }
        }
    }

    /**
     * A damaged segment has as many events as can be read, or was written with more. What was left of it has fewer, and may have
     * been damaged since.
     */
    private static boolean isWhatItWasTakenOf(SegmentName name, SegmentName rejected) {
        return (name.state() == SegmentState.CORRUPT && name.events() >= rejected.of())
                || (name.state() == SegmentState.SEALED && name.events() == rejected.of());
    }
}
