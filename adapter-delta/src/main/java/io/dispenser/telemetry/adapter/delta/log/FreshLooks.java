package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Does something with a table, and does it again where a fresh look at the table may help. */
public final class FreshLooks {

    private static final Logger LOG = System.getLogger("telemetry");

    /** How often one call looks at the table anew before the caller, who has a backoff, is told. */
    private static final int MAX_ATTEMPTS = 5;

    private final String table;
    private final DeltaLog log;
    private final DeltaErrors failures;

    FreshLooks(String table, DeltaLog log, DeltaErrors failures) {
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
     * Does it, several times if need be.
     *
     * @param what what the table is asked for, in words
     * @param forget forgets what is known of the table, so that the next attempt looks at it
     */
    <T> T attempting(String what, Attempt<T> action, Runnable forget) throws SinkException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before " + what + " was done");
        }
        boolean doubtful = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return action.make(doubtful);
            } catch (IOException | RuntimeException e) {
                forget.run();
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while " + what + " was done");
                }
                if (isPassedOver(e)) {
                    continue;
                }
                if (attempt >= MAX_ATTEMPTS || !failures.passesWithAFreshLook(e)) {
                    throw failures.explained(e);
                }
                doubtful |= failures.leavesOutcomeUnknown(e);
                LOG.log(Level.DEBUG, "{0} of {1} meets {2}; looking anew", what, table, e);
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
}
