package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.port.TableDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What hosts hand over to each other at a table, for people: a sentence where there is any, and none elsewhere. */
final class HandOverWords {

    private HandOverWords() {}

    /** What {@code described} tells of it; empty of a table where nobody has ever handed over anything. */
    static Optional<String> of(TableDescription described) {
        HandOvers inbox = described.handOvers();
        if (inbox.equals(HandOvers.NONE)) {
            return Optional.empty();
        }
        Instant now = described.asOf();
        List<String> words = new ArrayList<>(List.of(waiting(inbox, now)));
        Instant sign = inbox.lastSign();
        if (sign == null) {
            words.add("nobody has held the commit lease yet");
        } else if (inbox.held()) {
            words.add("the commit lease is held by " + inbox.holder() + ", last sign " + Elapsed.words(sign, now)
                    + " ago (while it lives, one every few seconds)");
        } else {
            words.add("the commit lease was given back by " + inbox.holder() + " " + Elapsed.words(sign, now)
                    + " ago: each host commits by itself");
        }
        Instant oldest = inbox.oldestSetAside();
        if (oldest != null) {
            words.add(Count.of(inbox.setAside(), "file")
                    + " that could not be used in _delta_log/_dispenser/aside, the oldest for "
                    + Elapsed.words(oldest, now));
        }
        return Optional.of(String.join("; ", words));
    }

    private static String waiting(HandOvers inbox, Instant now) {
        Instant oldest = inbox.oldest();
        if (oldest == null) {
            return "nothing waits in the inbox";
        }
        String left = inbox.left() == 0
                ? ""
                : " (" + Count.of(inbox.left(), "file") + " of them committed, but the holder may not delete)";
        return Count.of(inbox.waiting(), "file") + " of " + Count.of(inbox.writers(), "writer") + " in the inbox" + left
                + ", the oldest for " + Elapsed.words(oldest, now);
    }
}
