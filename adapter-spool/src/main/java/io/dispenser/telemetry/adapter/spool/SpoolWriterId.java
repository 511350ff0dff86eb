package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.util.UUID;

/** The writer id that holds now in an open spool, and its file. Any thread. */
final class SpoolWriterId {

    private final SpoolFolder folder;
    private WriterIds ids;

    SpoolWriterId(SpoolFolder folder, WriterIds ids) {
        this.folder = folder;
        this.ids = ids;
    }

    synchronized String current() {
        return ids.current();
    }

    /** Another id for the segments from {@code firstSegment} on, durably. */
    synchronized String renew(long firstSegment) throws IOException {
        WriterIds renewed = ids.followedBy(
                ids.machine(), new WriterIds.WriterEpoch(UUID.randomUUID().toString(), firstSegment));
        renewed.write(folder);
        folder.forceIfNeeded();
        ids = renewed;
        return renewed.current();
    }
}
