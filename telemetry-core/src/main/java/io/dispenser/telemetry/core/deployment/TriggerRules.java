package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.event.TriggerType;
import org.jspecify.annotations.Nullable;

/**
 * What caused the creation of a container, from what is known of it. In this order: what its label says; {@code cron}, if
 * its service's schedule had just fired; {@code startup}, if it takes nobody's place; {@code image_update}, if its image is
 * another one and its configuration is not; else {@code manual_reload}.
 *
 * <p>Where this differs from the reference: that one writes what its own code was about to do, and so writes two rows for an
 * image update (one by the watcher, one by the reload that follows); here a container's creation is one row, whoever asked
 * for it.
 */
final class TriggerRules {

    /** The label by which whoever creates a container says why. */
    static final String LABEL = "dispenser.trigger";

    private TriggerRules() {}

    /**
     * @param label the label's value, or null
     * @param cronFired whether a schedule of the service fired just before
     * @param change what distinguishes the container from the one whose place it takes, or null if there is none
     */
    static TriggerType ofCreation(@Nullable String label, boolean cronFired, @Nullable Difference change) {
        TriggerType told = told(label);
        if (told != null) {
            return told;
        }
        if (cronFired) {
            return TriggerType.CRON;
        }
        if (change == null) {
            return TriggerType.STARTUP;
        }
        return change.image() && !change.configuration() ? TriggerType.IMAGE_UPDATE : TriggerType.MANUAL_RELOAD;
    }

    /** The trigger that the label names; null without a label, and for a word that is none of the four. */
    static @Nullable TriggerType told(@Nullable String label) {
        return label == null ? null : TriggerType.of(label).orElse(null);
    }

    /** What is not the same. What nobody knows counts as the same. */
    record Difference(boolean image, boolean configuration) {}
}
