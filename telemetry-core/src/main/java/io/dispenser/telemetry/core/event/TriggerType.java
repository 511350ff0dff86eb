package io.dispenser.telemetry.core.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What caused a deployment. */
public enum TriggerType {
    /** The service had no container before. */
    STARTUP("startup"),
    /** A schedule of the service fired. */
    CRON("cron"),
    /** The service's image changed. */
    IMAGE_UPDATE("image_update"),
    /** Somebody restarted, updated or recreated the container. */
    MANUAL_RELOAD("manual_reload");

    private final String columnValue;

    TriggerType(String columnValue) {
        this.columnValue = columnValue;
    }

    /** The word that stands in the table. */
    public String columnValue() {
        return columnValue;
    }

    /** The words of all triggers, in the order of their declaration. */
    public static List<String> columnValues() {
        return Arrays.stream(values()).map(TriggerType::columnValue).toList();
    }

    /** The trigger whose word in the table is {@code columnValue}; empty if it is none's. */
    public static Optional<TriggerType> of(String columnValue) {
        return Arrays.stream(values())
                .filter(type -> type.columnValue.equals(columnValue))
                .findFirst();
    }
}
