package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog.View;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox.Content;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which batches of those that wait are committed together: of each writer one file, the one that reaches furthest, without what the
 * table has of it already.
 */
final class GroupChoice {

    /** Some fifty megabytes in memory, of an agent that may have a few hundred. */
    static final int MAX_ROWS = 50_000;

    /** So many files are read before it is looked whether that is enough. */
    static final int AT_ONCE = 32;

    /** Files of a table that is gone wait so long for their writer to give them to the new one. */
    private static final Duration FOREIGN = Duration.ofHours(1);

    /** Somebody may alter the table meanwhile. */
    private static final Duration MISFIT = Duration.ofMinutes(1);

    private final Inbox inbox;
    private final Disposal disposal;
    private final GroupLog log;
    private final Ticker ticker;
    private final GroupCommitListener listener;

    /** Until when files of another table are left alone, by their tokens. */
    private final Map<String, Deadline> foreign = new HashMap<>();

    /** The same of files that don't fit the table as it is. */
    private final Map<String, Deadline> misfits = new HashMap<>();

    GroupChoice(Inbox inbox, Disposal disposal, GroupLog log, Ticker ticker, GroupCommitListener listener) {
        this.inbox = inbox;
        this.disposal = disposal;
        this.log = log;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** The batches of some of the files that {@code names} tells of; what can never be used is set aside. */
    List<HandedOver> of(View now, List<InboxName> names) throws IOException, SinkException, InterruptedException {
        Map<String, List<InboxName>> byWriter = new LinkedHashMap<>();
        for (InboxName name : names) {
            if (name.last() > now.last(name.writerId()) && !isLeftAlone(name.token())) {
                byWriter.computeIfAbsent(name.writerId(), writer -> new ArrayList<>())
                        .add(0, name);
            }
        }
        List<HandedOver> chosen = new ArrayList<>();
        int rows = 0;
        while (!byWriter.isEmpty() && rows < MAX_ROWS) {
            for (Content content : inbox.read(next(byWriter))) {
                Optional<HandedOver> usable = usable(now, content);
                if (usable.isPresent() && (rows == 0 || rows + usable.get().rows() <= MAX_ROWS)) {
                    byWriter.remove(content.name().writerId());
                    rows += usable.get().rows();
                    chosen.add(usable.get());
                }
            }
        }
        return List.copyOf(chosen);
    }

    /** Takes the furthest file of some writers out of {@code byWriter}. */
    private static List<InboxName> next(Map<String, List<InboxName>> byWriter) {
        List<InboxName> next = new ArrayList<>();
        for (Iterator<List<InboxName>> files = byWriter.values().iterator();
                files.hasNext() && next.size() < AT_ONCE; ) {
            List<InboxName> ofWriter = files.next();
            next.add(ofWriter.remove(0));
            if (ofWriter.isEmpty()) {
                files.remove();
            }
        }
        return next;
    }

    private Optional<HandedOver> usable(View now, Content content)
            throws IOException, SinkException, InterruptedException {
        if (content instanceof Content.Damaged damaged) {
            listener.setAside(damaged.name(), damaged.problem());
            disposal.setAside(damaged.name());
        }
        if (!(content instanceof Content.Read read)) {
            return Optional.empty();
        }
        HandedOver batches = read.batches();
        if (!batches.tableId().equals(now.tableId())) {
            setAsideIfOld(batches.name());
            return Optional.empty();
        }
        long last = now.last(batches.name().writerId());
        HandedOver left = batches.after(last);
        Optional<String> misfit = log.misfit(now, left);
        if (misfit.isPresent()) {
            listener.misfit(left.name(), misfit.get());
            misfits.put(left.name().token(), Deadline.in(MISFIT, ticker));
            return Optional.empty();
        }
        boolean forgotten = last < 0 && log.mayBeForgotten(now, left);
        if (batches.base() <= last && !forgotten) {
            return Optional.of(left);
        }
        try {
            // A number that was there and is not: it has expired, or the table was put back. The rows tell.
            HandedOver lacking = log.lacking(now, left);
            if (forgotten && lacking.rows() == 0) {
                // The number of an old file is none to note now: later ones may have been forgotten with it.
                disposal.delete(List.of(left.name()));
                return Optional.empty();
            }
            return Optional.of(lacking);
        } catch (IllegalArgumentException | IllegalStateException e) {
            listener.misfit(
                    left.name(),
                    "the table may have some of them, and this version of the program can't tell which: "
                            + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it was read not long ago, and would be of no use now either. */
    private boolean isLeftAlone(String token) {
        Deadline misfit = misfits.get(token);
        Deadline other = foreign.get(token);
        return (misfit != null && !misfit.isOver()) || (other != null && !other.isOver());
    }

    private void setAsideIfOld(InboxName name) throws IOException {
        if (foreign.computeIfAbsent(name.token(), same -> Deadline.in(FOREIGN, ticker))
                .isOver()) {
            foreign.remove(name.token());
            listener.setAside(name, "it is for a table that was here before this one");
            disposal.setAside(name);
        }
    }
}
