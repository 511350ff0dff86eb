package io.dispenser.telemetry.adapter.delta.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who commits for all: what the file of a lease says. It lasts as long as its beat goes on; how long that is, each agent
 * measures by its own clock, so no two clocks are ever compared. Two holders at once cost work and nothing else.
 *
 * @param number the lease with the highest number counts
 * @param beat goes up each time the holder writes the file
 * @param released whether the holder has given it back
 * @param hints the last commits, the newest first. Nothing follows from a hint; it says which commit is worth reading.
 * @param left how many files the holder found in the inbox that the table has and that it can't delete
 */
public record CommitLease(long number, String holder, long beat, boolean released, List<Hint> hints, long left) {

    /** How many tokens all hints of a lease have at most, so that the file stays small. */
    private static final int MAX_TOKENS = 2_000;

    /** The files of the inbox that a commit took. */
    public record Hint(long version, Set<String> tokens) {}

    public CommitLease {
        hints = List.copyOf(hints);
    }

    /** The same a moment later. */
    public CommitLease next(boolean release, long nowLeft) {
        return new CommitLease(number, holder, beat + 1, release, hints, nowLeft);
    }

    /** The same after a commit. */
    public CommitLease with(Hint newest) {
        List<Hint> all = new ArrayList<>();
        all.add(newest);
        int tokens = newest.tokens().size();
        for (Hint hint : hints) {
            tokens += hint.tokens().size();
            if (tokens <= MAX_TOKENS) {
                all.add(hint);
            }
        }
        return new CommitLease(number, holder, beat, released, all, left);
    }
}
