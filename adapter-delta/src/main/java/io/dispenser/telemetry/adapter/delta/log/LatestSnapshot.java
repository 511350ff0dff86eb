package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a sink knows of its table's latest version, and what is done when that turns out to be outdated. */
public final class LatestSnapshot {

    private static final Logger LOG = System.getLogger("telemetry");

    /** How often one call looks at the table anew before the caller, who has a backoff, is told. */
    private static final int MAX_ATTEMPTS = 5;

    private final TelemetryTable<?> table;
    private final DeltaLog log;
    private final DeltaErrors failures;

    private @Nullable Snapshot snapshot;
    private boolean tableWasThere;
    private List<String> invalidProperties = List.of();

    public LatestSnapshot(TelemetryTable<?> table, DeltaLog log, DeltaErrors failures) {
        this.table = table;
        this.log = log;
        this.failures = failures;
    }

    /** Something to do with the table, that may be done again. */
    @FunctionalInterface
    public interface Attempt<T> {

        /**
         * Makes one attempt.
         *
         * @param doubtful whether the outcome of an earlier one is unknown
         */
        T make(boolean doubtful) throws IOException, SinkException;
    }

    /**
     * Does it, several times if a fresh look at the table may help.
     *
     * @param what what the table is asked for, in words
     */
    public <T> T attempting(String what, Attempt<T> action) throws SinkException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before " + what + " was seen to");
        }
        boolean doubtful = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return action.make(doubtful);
            } catch (IOException | RuntimeException e) {
                forget();
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while " + what + " was seen to");
                }
                if (isPassedOver(e)) {
                    continue;
                }
                if (attempt >= MAX_ATTEMPTS || !failures.passesWithAFreshLook(e)) {
                    throw failures.explained(e);
                }
                doubtful |= failures.leavesOutcomeUnknown(e);
                LOG.log(Level.DEBUG, "{0} of {1} meets {2}; looking anew", what, table.name(), e);
            }
        }
    }

    private boolean isPassedOver(Exception failure) throws SinkException {
        try {
            return log.passOver(failure);
        } catch (TableStoreException e) {
            throw failures.explained(e);
        }
    }

    /** The version that is known, else the latest one; empty if there is no table. */
    public Optional<Snapshot> known() throws IOException {
        if (snapshot == null) {
            snapshot = (tableWasThere ? log.load() : log.loadVerified()).orElse(null);
            tableWasThere |= snapshot != null;
        }
        return Optional.ofNullable(snapshot);
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
        Snapshot created = log.create(table);
        follow(created);
        tableWasThere = true;
        return created;
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

    /** {@code next} is the version that followed from our own commit. */
    public void follow(Snapshot next) {
        snapshot = next;
    }

    /** The next one who asks looks at the table. */
    public void forget() {
        snapshot = null;
    }
}
