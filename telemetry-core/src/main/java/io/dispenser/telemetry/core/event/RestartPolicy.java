package io.dispenser.telemetry.core.event;

/** When the engine restarts a container by itself. */
public enum RestartPolicy {
    NO("no"),
    ALWAYS("always"),
    ON_FAILURE("on-failure"),
    UNLESS_STOPPED("unless-stopped");

    private final String columnValue;

    RestartPolicy(String columnValue) {
        this.columnValue = columnValue;
    }

    /** The word that stands in the table. */
    public String columnValue() {
        return columnValue;
    }

    /** The policy for an engine's word; {@link #NO} for an empty or unknown one, as the engine takes it. */
    public static RestartPolicy ofEngineWord(String word) {
        return switch (word) {
            case "always" -> ALWAYS;
            case "on-failure" -> ON_FAILURE;
            case "unless-stopped" -> UNLESS_STOPPED;
            default -> NO;
        };
    }
}
