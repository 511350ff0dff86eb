package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;

/** What kept a table from being read, in words for a person. */
final class ReadFailures {

    /** A piece of reading. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    private final TableStore store;

    ReadFailures(TableStore store) {
        this.store = store;
    }

    <T> T explaining(Step<T> step) throws TableStoreException {
        try {
            return step.run();
        } catch (TableStoreException e) {
            throw e.reason() == Reason.BROKEN ? failure(e) : e;
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    private TableStoreException failure(Exception e) {
        var explained = new DeltaErrors("the table in " + store.description()).explained(e);
        Reason reason = explained.isPermanent() ? Reason.BROKEN : Reason.UNAVAILABLE;
        return new TableStoreException(reason, String.valueOf(explained.getMessage()), e);
    }
}
