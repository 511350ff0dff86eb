package io.dispenser.telemetry.adapter.delta.log;

import static java.util.Objects.requireNonNull;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums;
import io.dispenser.telemetry.adapter.delta.kernel.FollowedSnapshot;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.log.FreshLooks.Attempt;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a sink knows of its table's latest version, and what is done when that turns out to be outdated.
 *
 * <p>A version that is known is not loaded again for each commit: those that follow are read one by one, a request each, ours
 * not at all. They are all that a writer of blind appends has to know of others: whether the table is still defined as it was,
 * and which batches of a writer they hold.
 */
public final class LatestSnapshot {

    private static final Logger LOG = System.getLogger("telemetry");

    /** So often a table is loaded anew in the hope that its writers have written a checksum by now. */
    private static final int MAX_HOPES = 3;

    /** Reading so many commits takes longer than loading the table. */
    private static final int MAX_FOLLOWED = 30;

    private final TelemetryTable<?> table;
    private final DeltaLog log;
    private final DeltaErrors failures;
    private final InstantSource clock;

    private final TableTime time;
    private final FreshLooks looks;
    private final WriterNumbers numbers = new WriterNumbers();

    private @Nullable Snapshot snapshot;

    /** Those of the last commit; null if it was loaded, not read. */
    private @Nullable Map<String, Long> lastTransactions;

    private Instant seen = Instant.EPOCH;
    private Instant latestAt = Instant.EPOCH;
    private boolean othersCommit;
    private Followed followed = new Followed(0, false);
    private boolean tableWasThere;
    private boolean lacksChecksum;
    private int hopes;
    private List<String> invalidProperties = List.of();

    /** @param clock goes on while this machine sleeps */
    public LatestSnapshot(TelemetryTable<?> table, DeltaLog log, DeltaErrors failures, InstantSource clock) {
        this.table = table;
        this.log = log;
        this.failures = failures;
        this.clock = clock;
        this.time = new TableTime(clock);
        this.looks = new FreshLooks(table.name(), log, failures);
    }

    /**
     * Does it, several times if a fresh look at the table may help.
     *
     * @param what what the table is asked for, in words
     */
    public <T> T attempting(String what, Attempt<T> action) throws SinkException, InterruptedException {
        return looks.attempting(what, action, this::forget);
    }

    /** The version that is known, else the latest one; empty if there is no table. */
    public Optional<Snapshot> known() throws IOException {
        if (snapshot == null) {
            Instant begun = clock.instant();
            Snapshot now = (tableWasThere ? log.load() : log.loadVerified()).orElse(null);
            tableWasThere |= now != null;
            if (now != null) {
                begin(log.withChecksum(now), begun);
            }
        }
        return Optional.ofNullable(snapshot);
    }

    private void begin(Snapshot now, Instant begun) {
        snapshot = now;
        numbers.forget();
        lastTransactions = null;
        seen = begun;
        latestAt = begun;
        time.loaded(now);
        lacksChecksum = !Checksums.isThere(now);
    }

    /** The same, of a table that is created if there was none. */
    public Snapshot current() throws IOException, SinkException {
        Optional<Snapshot> known = known();
        if (known.isPresent()) {
            return known.get();
        }
        if (tableWasThere) {
            throw failures.permanent(
                    "the table was there and is gone; put it back and writing goes on, or restart this program and it"
                            + " creates a new one",
                    null);
        }
        Instant begun = clock.instant();
        Snapshot created = log.create(table);
        begin(created, begun);
        tableWasThere = true;
        return created;
    }

    /**
     * Looks at the log again, if a version is known: whether the last commit is still there, or what others
     * committed after it. One request in a table that nobody else writes to.
     */
    public void refresh() throws IOException {
        Snapshot known = snapshot;
        if (known == null) {
            return;
        }
        if (othersCommit && (!follow(MAX_FOLLOWED).isEmpty() || snapshot == null)) {
            return;
        }
        othersCommit = false;
        Instant begun = clock.instant();
        Optional<LoggedCommit> last = log.commit(known.getVersion());
        if (last.isPresent()
                && (lastTransactions == null || last.get().transactions().equals(lastTransactions))) {
            seen = begun;
            lastTransactions = last.get().transactions();
        } else {
            forget();
        }
    }

    /**
     * A commit was put for a version that somebody else had taken: reads that one.
     *
     * @return what was committed there; empty if the table has to be loaded anew
     */
    public Optional<LoggedCommit> followWinner() throws IOException {
        othersCommit = true;
        List<LoggedCommit> winner = follow(1);
        if (winner.isEmpty()) {
            forget();
        }
        return snapshot == null ? Optional.empty() : Optional.of(winner.get(0));
    }

    /** The commits that follow the version that is known, at most so many; it is forgotten where they can't be followed. */
    private List<LoggedCommit> follow(int most) throws IOException {
        Snapshot known = requireNonNull(snapshot);
        // What came after a version that was the latest one an hour ago may have been cleaned away, and its names be
        // free.
        boolean certain =
                Duration.between(latestAt, clock.instant()).abs().compareTo(UncertainCommitException.CERTAIN) < 0;
        if (!certain || !FollowedSnapshot.isPossible(known)) {
            forget();
            return List.of();
        }
        List<LoggedCommit> read = new ArrayList<>();
        Instant begun = seen;
        while (read.size() < most) {
            Instant now = clock.instant();
            Optional<LoggedCommit> next = log.commit(known.getVersion() + read.size() + 1);
            if (next.isEmpty()) {
                latestAt = now;
                break;
            }
            begun = now;
            followed = new Followed(
                    followed.commits() + 1, followed.grouped() || next.get().isGroupCommit());
            read.add(next.get());
            // Whoever commits a version that a checkpoint is due at writes it; who loads the table then begins there.
            if (!next.get().onlyAppends() || read.size() == MAX_FOLLOWED || log.isCheckpointed(next.get(), known)) {
                forget();
                return read;
            }
        }
        if (!read.isEmpty() && lacksChecksum && hopes < MAX_HOPES) {
            hopes++; // without one, each commit of ours would read all commits since the last checkpoint
            forget();
            return read;
        }
        if (!read.isEmpty()) {
            snapshot = log.following(known, read, clock.instant());
            seen = begun;
            lastTransactions = read.get(read.size() - 1).transactions();
            read.forEach(commit -> numbers.committed(commit.transactions()));
        }
        return read;
    }

    /** The last numbers of all writers in the version that is known, if they were told since it was loaded. */
    public Optional<Map<String, Long>> lastNumbers() {
        return numbers.all();
    }

    /** Those are all last numbers in the version that is known; from now on they follow from the commits. */
    public void know(Map<String, Long> all) {
        numbers.know(all);
    }

    /** Others commit meanwhile: the next look reads their commits. */
    public void expectOthers() {
        othersCommit = true;
    }

    /**
     * Commits of others that were read.
     *
     * @param grouped whether one of them holds batches that were handed over
     */
    public record Followed(int commits, boolean grouped) {}

    /** The commits of others that were read since this was last asked. */
    public Followed takeFollowed() {
        Followed read = followed;
        followed = new Followed(0, false);
        return read;
    }

    /** A version that was the latest one at {@link #latestAt()}; -1 if none is known. */
    public long version() {
        return snapshot == null ? -1 : snapshot.getVersion();
    }

    /** When the version that is known was the latest one, or a bit earlier. */
    public Instant latestAt() {
        return latestAt;
    }

    /** The last number of a writer in the version that is known; reads the log for one that was not asked for before. */
    public OptionalLong lastNumber(String writerId) {
        Snapshot known = requireNonNull(snapshot);
        return numbers.last(writerId, () -> known.getLatestTransactionVersion(log.engine(), writerId));
    }

    /** When the version that is known was last seen in the log, or a bit earlier. */
    public Instant seen() {
        return seen;
    }

    /** As {@link TableTime#now}. */
    public Instant now() {
        return time.now();
    }

    /** Warns of properties with senseless values: once, not with each batch, since rows are written all the same. */
    public void warnOfProperties(Snapshot current) {
        List<String> invalid = TableProperties.passedOver(current);
        if (!invalid.equals(invalidProperties)) {
            invalid.forEach(problem -> LOG.log(
                    Level.WARNING, failures.permanent(problem, null).getMessage() + "; its default holds until then"));
            invalidProperties = invalid;
        }
    }

    /**
     * {@code next} is the version that followed from our own commit, with these transactions.
     *
     * @param put when the commit was put, or earlier
     */
    public void follow(Snapshot next, Map<String, Long> transactions, Instant put) {
        snapshot = next;
        latestAt = put;
        lastTransactions = transactions;
        numbers.committed(transactions);
    }

    /** The next one who asks looks at the table. */
    public void forget() {
        snapshot = null;
        numbers.forget();
    }
}
