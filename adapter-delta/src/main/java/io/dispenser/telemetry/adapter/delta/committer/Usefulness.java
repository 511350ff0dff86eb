package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import java.util.List;

/**
 * Whether a holder of the commit lease is of use to others: where its commits have one file each, or only its own, everybody may as
 * well commit by himself.
 */
final class Usefulness {

    /** So many commits for nobody else in a row, and the holder is alone. */
    private static final int ALONE = 5;

    /** So many commits of a single file, more than others, and nothing is gained by them. */
    private static final int SINGLES = 10;

    private final String ownWriter;
    private int alone;
    private int singles;

    /** @param ownWriter the writer of the holder's own process */
    Usefulness(String ownWriter) {
        this.ownWriter = ownWriter;
    }

    void committed(List<HandedOver> group) {
        alone = group.stream().allMatch(each -> each.name().writerId().equals(ownWriter)) ? alone + 1 : 0;
        singles = group.size() == 1 ? singles + 1 : Math.max(0, singles - 2);
    }

    boolean isGone() {
        return alone >= ALONE || singles >= SINGLES;
    }
}
