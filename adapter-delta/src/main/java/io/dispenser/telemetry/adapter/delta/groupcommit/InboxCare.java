package io.dispenser.telemetry.adapter.delta.groupcommit;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.adapter.delta.committer.Holding;
import io.dispenser.telemetry.adapter.delta.inbox.InboxListing;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases.Listed;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what waits in the inbox has a holder of the commit lease: a host may have handed its batches over and died, when
 * all others commit by themselves. Driven by the sink's thread.
 *
 * <p>A look costs one request where nothing waits, and three where something does. How long a file has waited is told by the times
 * that the store gave to it and to the lease, and by how long it is known here: no clock of a host counts.
 */
final class InboxCare {

    /** No holder takes so long: whoever hands over looks for himself after a minute. */
    static final Duration STRANDED = Duration.ofMinutes(10);

    private static final Duration QUIET = Duration.ofHours(1);
    private static final Duration WATCHED = CommitLeaseWatch.LASTS.plusSeconds(1);
    private static final Duration NEW_HOLDER = Duration.ofMinutes(1);

    /** The inbox as a listing tells of it. */
    @FunctionalInterface
    interface Files {

        /**
         * Lists it.
         *
         * @param all whether all of it is listed; else one page, with one request
         */
        InboxListing list(boolean all) throws IOException;
    }

    private final Files files;
    private final CommitLeases leases;
    private final CommitLeaseWatch watch;
    private final Holding holding;
    private final Ticker ticker;
    private final RandomGenerator random;
    private @Nullable Deadline next;
    private @Nullable Instant oldestKnown;
    private long knownSince;

    /** Since when files are there that seem stranded: a new holder deserves a minute. */
    private @Nullable Deadline suspected;

    InboxCare(
            Files files,
            CommitLeases leases,
            CommitLeaseWatch watch,
            Holding holding,
            Ticker ticker,
            RandomGenerator random) {
        this.files = files;
        this.leases = leases;
        this.watch = watch;
        this.holding = holding;
        this.ticker = ticker;
        this.random = random;
    }

    /** Whether something was seen to wait, and it is time to look again. */
    boolean isDue() {
        Deadline due = next;
        return due != null && due.isOver();
    }

    /** Something waits: whoever saw it says so. */
    void somethingWaits() {
        next = Deadline.in(Duration.ZERO, ticker);
    }

    /** Looks whether something waits, and takes the lease where nobody has it. */
    LookAround look() throws IOException {
        InboxListing first = files.list(false);
        if (first.isEmpty()) {
            next = null;
            suspected = null;
            return new LookAround(jittered(QUIET), Optional.empty());
        }
        boolean own = holding.isUnderWay();
        Optional<Listed> newest = leases.newest();
        InboxListing inbox = listing(first, newest);
        Holder holder = watch.seen(newest.map(Listed::lease));
        boolean hold = own || holder == Holder.ALIVE;
        // What nobody may delete, or only a later version can read, needs no holder of this version.
        boolean needsOne = !inbox.hasNewerFormat()
                && newest.map(each -> inbox.files() > each.lease().left()).orElse(true);
        if (needsOne && !hold && holder != Holder.UNKNOWN) {
            var unused = holding.take(leases, newest.map(Listed::lease)); // if somebody else was faster, he has it
        }
        Optional<StrandedBatches> stranded = stranded(inbox, newest, hold);
        if (stranded.isEmpty()) {
            suspected = null;
        } else if (suspected == null) {
            suspected = Deadline.in(NEW_HOLDER, ticker);
        }
        boolean certain = suspected != null && suspected.isOver();
        Duration again = jittered(QUIET);
        if (certain || (needsOne && holding.isPaused())) {
            again = STRANDED;
        } else if (needsOne && holder == Holder.UNKNOWN && !own) {
            again = WATCHED;
        } else if (stranded.isPresent() || (needsOne && !hold)) {
            again = NEW_HOLDER;
        }
        next = Deadline.in(again, ticker);
        return new LookAround(again, certain ? stranded : Optional.empty());
    }

    /** Where more files stay for want of a right than one listing tells of, only all of it says whether there is another one. */
    private InboxListing listing(InboxListing first, Optional<Listed> newest) throws IOException {
        boolean manyStay =
                newest.map(each -> each.lease().left() >= InboxListing.PAGE).orElse(false);
        return manyStay && first.files() >= InboxListing.PAGE ? files.list(true) : first;
    }

    /** What has waited for too long, as far as that is certain. */
    private Optional<StrandedBatches> stranded(InboxListing inbox, Optional<Listed> newest, boolean hold) {
        Duration age = age(requireNonNull(inbox.oldest()), newest.map(Listed::written));
        // Among files that stay for want of a right, nobody sees which one waits.
        boolean someStay = newest.map(each -> each.lease().left() > 0).orElse(false);
        if (someStay || age.compareTo(STRANDED) < 0) {
            return Optional.empty();
        }
        String holder = newest.map(each -> each.lease().holder()).orElse("nobody");
        return Optional.of(new StrandedBatches(inbox.files(), inbox.writers(), age, problem(inbox, hold, holder)));
    }

    /** So much had passed when the store wrote the lease, or since this very file is known here. */
    private Duration age(Instant oldest, Optional<Instant> written) {
        if (!oldest.equals(oldestKnown)) {
            oldestKnown = oldest;
            knownSince = ticker.nanos();
        }
        Duration here = Duration.ofNanos(ticker.nanos() - knownSince);
        Duration byStore = written.map(at -> Duration.between(oldest, at)).orElse(here);
        return byStore.compareTo(here) > 0 ? byStore : here;
    }

    private static String problem(InboxListing inbox, boolean hold, String name) {
        String what = "rows that hosts handed over wait in _delta_log/_dispenser/inbox, ";
        if (inbox.hasNewerFormat()) {
            return what + "some in a format of a later version of this program: start an agent of that version";
        }
        return what
                + (hold
                        ? "and " + name + ", which commits for all, does not take them: its log says why"
                        : "and nobody commits for all: look whether agents may list, read, write and delete there");
    }

    /** Hosts that start together must not ask together for ever. */
    private Duration jittered(Duration whole) {
        return Duration.ofNanos((long) (whole.toNanos() * (0.75 + 0.25 * random.nextDouble())));
    }
}
