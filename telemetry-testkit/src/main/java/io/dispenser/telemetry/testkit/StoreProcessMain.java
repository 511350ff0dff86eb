package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.Arrays;
import java.util.Locale;

/** A process that opens a store and writes files that other processes want to write too; see {@link StoreProcess}. */
final class StoreProcessMain {

    /** Where the files go that processes fight for. */
    static final String DIRECTORY = "race";

    private StoreProcessMain() {}

    public static void main(String[] args) throws Exception {
        StoreProcess.Child child = StoreProcess.child();
        child.store().list(DIRECTORY, "");
        child.say("ready");
        int files = Integer.parseInt(child.hear());
        for (int i = 0; i < files; i++) {
            String file = DIRECTORY + "/" + String.format(Locale.ROOT, "%05d.json", i);
            if (writes(child.store(), file, (child.name() + " wrote " + file).getBytes(UTF_8))) {
                child.say(file);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Where the store doesn't know what became of it, the file itself tells. */
    private static boolean writes(TableStore store, String file, byte[] content) throws TableStoreException {
        try {
            return store.putIfAbsent(file, content);
        } catch (TableStoreException e) {
            if (e.reason() != StorageError.Reason.OUTCOME_UNKNOWN) {
                throw e;
            }
            return Arrays.equals(store.readAll(file), content);
        }
    }
}
