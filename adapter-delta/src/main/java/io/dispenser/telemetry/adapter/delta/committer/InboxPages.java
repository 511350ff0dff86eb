package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The inbox as a holder of the commit lease goes through it: a page at a time, and from its beginning after the last. One thread. */
final class InboxPages {

    /** How many names a page has at most. */
    static final int SIZE = 1_000;

    private final Inbox inbox;
    private final Disposal disposal;
    private String from = "";

    InboxPages(Inbox inbox, Disposal disposal) {
        this.inbox = inbox;
        this.disposal = disposal;
    }

    /**
     * A page.
     *
     * @param names those that may be of use
     * @param next where the next page begins; the empty string after the last one
     */
    record Page(List<InboxName> names, String next) {
        boolean isLast() {
            return next.isEmpty();
        }
    }

    /** Lists the next page; empty if there is none, and the first one is the next. */
    Optional<Page> read() throws IOException {
        List<InboxName> listed = inbox.names(from, SIZE);
        if (listed.isEmpty() && !from.isEmpty()) {
            from = "";
            return Optional.empty();
        }
        Page page = new Page(
                disposal.unknown(listed),
                listed.size() < SIZE ? "" : listed.get(listed.size() - 1).fileName());
        if (page.isLast()) {
            disposal.listed();
        }
        return Optional.of(page);
    }

    /** A page was dealt with. */
    void turn(Page page) {
        from = page.next();
    }

    /** Whether the first page is the next one. */
    boolean isAtBeginning() {
        return from.isEmpty();
    }

    /** How many pages all takes that only stays since it can't be deleted, and the first of the rest. */
    int count() {
        return 1 + disposal.left() / SIZE;
    }
}
