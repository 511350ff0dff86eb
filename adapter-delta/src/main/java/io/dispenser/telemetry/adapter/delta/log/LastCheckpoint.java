package io.dispenser.telemetry.adapter.delta.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file that tells readers at which checkpoint to begin. */
final class LastCheckpoint {

    private static final String PATH = TablePaths.LOG + "/_last_checkpoint";
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*(\\d+)");

    private LastCheckpoint() {}

    /** The version it names; empty if there is no such file. */
    static OptionalLong version(TableStore store) throws TableStoreException {
        try {
            Matcher version = VERSION.matcher(new String(store.readAll(PATH), UTF_8));
            return version.find() ? OptionalLong.of(Long.parseLong(version.group(1))) : OptionalLong.empty();
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
