package io.dispenser.telemetry.core.storage;

import java.util.Map;

/**
 * What a storage adapter may use to find its store and its credentials.
 *
 * @param environment environment variables
 * @param options settings of the configuration
 */
public record StorageSettings(Map<String, String> environment, Map<String, String> options) {

    /** Nothing at all. */
    public static final StorageSettings NONE = new StorageSettings(Map.of(), Map.of());

    public StorageSettings {
        environment = Map.copyOf(environment);
        options = Map.copyOf(options);
    }

    /** Says nothing of the values: they may be secrets. */
    @Override
    public String toString() {
        return "StorageSettings[" + environment.size() + " variables, " + options.size() + " options]";
    }
}
