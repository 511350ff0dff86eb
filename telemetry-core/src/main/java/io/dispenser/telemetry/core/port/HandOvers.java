package io.dispenser.telemetry.core.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one look tells of a table where hosts hand their batches over, so that one of them commits for all. All times are the
 * store's.
 *
 * @param waiting files with batches that wait to be committed; also the few that were committed just now
 * @param left files that the holder found committed and could not delete, which are counted among those that wait as well
 * @param writers of how many writers they are
 * @param oldest when the oldest of them was written; null if there is none
 * @param holder who commits for all, or did so last; null if nobody ever did
 * @param held whether the holder has not given it back. Whether it is alive, one look does not tell: it gives a sign every few
 *     seconds.
 * @param lastSign when it gave the last one, or gave it back; null without a holder
 * @param setAside files that could not be used, and lie aside for somebody to look at
 * @param oldestSetAside when the oldest of them was put there; null if there is none
 */
public record HandOvers(
        long waiting,
        long left,
        long writers,
        @Nullable Instant oldest,
        @Nullable String holder,
        boolean held,
        @Nullable Instant lastSign,
        long setAside,
        @Nullable Instant oldestSetAside) {

    /** A table where nobody has handed over anything yet. */
    public static final HandOvers NONE = new HandOvers(0, 0, 0, null, null, false, null, 0, null);
}
