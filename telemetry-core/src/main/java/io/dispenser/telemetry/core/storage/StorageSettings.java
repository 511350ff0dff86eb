package io.dispenser.telemetry.core.storage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a storage adapter may use to find its store and its credentials.
 *
 * @param environment environment variables
 * @param options settings of the configuration
 */
public record StorageSettings(Map<String, String> environment, Map<String, String> options) {

    /** What an adapter says of its credentials where requests go without any. */
    public static final String ANONYMOUS_SOURCE = "none: anonymous requests (anonymous = true)";

    /** Nothing at all. */
    public static final StorageSettings NONE = new StorageSettings(Map.of(), Map.of());

    public StorageSettings {
        environment = Map.copyOf(environment);
        options = Map.copyOf(options);
    }

    /**
     * Whether requests go without credentials.
     *
     * @throws IllegalArgumentException if the option is neither true nor false
     */
    public boolean anonymous() {
        return flag("anonymous").orElse(false);
    }

    /**
     * An option that is true or false; empty if it is not given, or blank.
     *
     * @throws IllegalArgumentException if it is neither; the message tells what to write
     */
    public Optional<Boolean> flag(String option) {
        String text = options.getOrDefault(option, "").strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new IllegalArgumentException(option + " = " + text + ": expected true or false");
        };
    }

    /** Says nothing of the values: they may be secrets. */
    @Override
    public String toString() {
        return "StorageSettings[" + environment.size() + " variables, " + options.size() + " options]";
    }
}
