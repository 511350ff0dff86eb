package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Path;

/** Where things lie in the folder of a pipeline under trial. */
final class CrashFiles {

    /** The folder of the spools of all tables. */
    static final String SPOOL = "spool";

    /** Second names of files that the spool deleted. */
    static final String GRAVEYARD = "graveyard";

    private CrashFiles() {}

    /** The store of a table in a directory, as the program opens it. */
    static TableStore store(Path directory) {
        return new LocalStorageAdapter().open(TableUri.ofDirectory(directory), StorageSettings.NONE);
    }
}
