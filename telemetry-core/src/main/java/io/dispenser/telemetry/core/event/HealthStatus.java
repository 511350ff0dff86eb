package io.dispenser.telemetry.core.event;

/** What a container's health check says. */
public enum HealthStatus {
    HEALTHY("healthy"),
    UNHEALTHY("unhealthy"),
    /** The check has not passed or failed often enough yet. */
    STARTING("starting"),
    /** The container has no health check, or nobody could ask. */
    NONE("none");

    private final String columnValue;

    HealthStatus(String columnValue) {
        this.columnValue = columnValue;
    }

    /** The word that stands in the table. */
    public String columnValue() {
        return columnValue;
    }

    /** The status for an engine's word; {@link #NONE} for a word that is not Docker's. */
    public static HealthStatus ofEngineWord(String word) {
        return switch (word) {
            case "healthy" -> HEALTHY;
            case "unhealthy" -> UNHEALTHY;
            case "starting" -> STARTING;
            default -> NONE;
        };
    }
}
