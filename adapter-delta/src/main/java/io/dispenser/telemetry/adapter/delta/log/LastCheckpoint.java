package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.io.JsonObject;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.OptionalLong;

/** The file that tells readers at which checkpoint to begin. */
final class LastCheckpoint {

    private static final String PATH = TablePaths.LOG + "/_last_checkpoint";

    private LastCheckpoint() {}

    /** The version it names; empty if there is no such file, or if it is damaged: readers then look for a checkpoint themselves. */
    static OptionalLong version(TableStore store) throws TableStoreException {
        try {
            return JsonObject.parse(store.readAll(PATH)).number("version");
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
