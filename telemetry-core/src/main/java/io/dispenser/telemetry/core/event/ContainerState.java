package io.dispenser.telemetry.core.event;

/** The execution state of a container: Docker's words, and two of ours. */
public enum ContainerState {
    CREATED("created"),
    RUNNING("running"),
    PAUSED("paused"),
    RESTARTING("restarting"),
    REMOVING("removing"),
    EXITED("exited"),
    DEAD("dead"),
    /** A service of the configuration has no container. */
    NOT_FOUND("not_found"),
    /** The container could not be inspected in time, or its engine used a word that we don't know. */
    UNKNOWN("unknown");

    private final String columnValue;

    ContainerState(String columnValue) {
        this.columnValue = columnValue;
    }

    /** The word that stands in the table. */
    public String columnValue() {
        return columnValue;
    }

    /** The state for an engine's word; {@link #UNKNOWN} for a word that is not Docker's. */
    public static ContainerState ofEngineWord(String word) {
        return switch (word) {
            case "created" -> CREATED;
            case "running" -> RUNNING;
            case "paused" -> PAUSED;
            case "restarting" -> RESTARTING;
            case "removing" -> REMOVING;
            case "exited" -> EXITED;
            case "dead" -> DEAD;
            default -> UNKNOWN;
        };
    }

    /** Whether the container's process is there, so that it has an uptime. */
    public boolean isUp() {
        return this == RUNNING || this == PAUSED || this == RESTARTING;
    }

    /** Whether the container's process ended, so that it has an exit code. */
    public boolean hasEnded() {
        return this == EXITED || this == DEAD;
    }
}
