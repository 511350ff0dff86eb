package io.dispenser.telemetry.core.event;

import java.util.Locale;

/** What happened to a container in a deployment. */
public enum DeploymentAction {
    /** It was created, and takes nobody's place. */
    CREATED,
    /** It was created in the place of another one. */
    RECREATED,
    /** Its limits were changed in place. */
    UPDATED,
    /** Somebody restarted it. */
    RESTARTED,
    /** Somebody started it after a stop. */
    STARTED,
    /** Whoever deployed it reported so. */
    REPORTED;

    /** The word in the table. */
    public String columnValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
