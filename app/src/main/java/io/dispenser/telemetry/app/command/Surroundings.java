package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.storage.StorageModule;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment environment variables
 * @param home the user's home folder
 * @param out where answers go
 * @param err where complaints go
 * @param storageAdapters the storage adapters that are installed
 */
public record Surroundings(
        Map<String, String> environment,
        Path home,
        PrintStream out,
        PrintStream err,
        List<StorageAdapter> storageAdapters) {

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.out,
                System.err,
                StorageModule.installed());
    }
}
