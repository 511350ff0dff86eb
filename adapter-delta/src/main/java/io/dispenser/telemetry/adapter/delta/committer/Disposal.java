package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How files leave the inbox that nobody needs any more. Where the store refuses to delete them they stay, which is no harm: the log
 * says what the table has of them. They are known here by their names, so that they are neither read nor looked up in the log
 * again, and every now and then one deletion is tried. It is a process's own, whoever of its holders comes and goes: what the store
 * refuses to one it refuses to the next. One thread at a time, but for {@link #deleteOwn}.
 */
public final class Disposal {

    /** So many files that stay are too many to list them every few seconds. */
    static final int MANY = 10_000;

    /** Rights are granted by people. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final Inbox inbox;
    private final Ticker ticker;
    private final GroupCommitListener listener;

    /** The tokens of files that stay. */
    private Set<String> staying = new HashSet<>();

    /** Those of them that were seen since the inbox was begun to be listed. */
    private Set<String> seen = new HashSet<>();

    private volatile boolean works;
    private volatile @Nullable Deadline refused;

    public Disposal(Inbox inbox, Ticker ticker, GroupCommitListener listener) {
        this.inbox = inbox;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Those of {@code listed} that are not known to stay, or all that can be tried to be deleted again. */
    List<InboxName> unknown(List<InboxName> listed) {
        if (isWorthATrial()) {
            return listed;
        }
        List<InboxName> unknown = new ArrayList<>();
        for (InboxName name : listed) {
            if (staying.contains(name.token())) {
                seen.add(name.token());
            } else {
                unknown.add(name);
            }
        }
        return unknown;
    }

    /** The inbox was listed to its end. */
    void listed() {
        staying = seen;
        seen = new HashSet<>();
    }

    /** How many files stay though nobody needs them. */
    int left() {
        return staying.size();
    }

    private boolean isWorthATrial() {
        Deadline last = refused;
        return last == null || last.isOver();
    }

    /** Deletes a file of this process's own writer, if that is worth trying. Any thread. */
    public void deleteOwn(InboxName name) throws IOException, InterruptedException {
        if (isWorthATrial()) {
            try {
                inbox.delete(List.of(name));
            } catch (TableStoreException e) {
                refused(e);
            }
        }
    }

    /** Deletes files whose batches the table has. */
    void delete(List<InboxName> names) throws IOException, InterruptedException {
        if (names.isEmpty()) {
            return;
        }
        if (!isWorthATrial()) {
            names.forEach(this::stays);
            return;
        }
        try {
            if (!works) {
                inbox.delete(names.subList(0, 1)); // one refusal is enough
            }
            inbox.delete(names);
            works = true;
            refused = null;
        } catch (TableStoreException e) {
            refused(e);
            names.forEach(this::stays);
        }
    }

    /** Puts a file aside that can't be used. */
    void setAside(InboxName name) throws IOException {
        try {
            inbox.setAside(name);
        } catch (TableStoreException e) {
            refused(e);
            stays(name);
        }
    }

    private void stays(InboxName name) {
        staying.add(name.token());
        seen.add(name.token());
    }

    private void refused(TableStoreException problem) throws TableStoreException {
        if (problem.reason() != Reason.DENIED) {
            throw problem;
        }
        works = false;
        refused = Deadline.in(AGAIN, ticker);
        listener.undeletable(problem);
    }
}
