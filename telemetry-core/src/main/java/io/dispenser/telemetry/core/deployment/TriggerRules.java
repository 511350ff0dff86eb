package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.event.TriggerType;
import org.jspecify.annotations.Nullable;

/**
 * What caused the creation of a container, from what is known of it. In this order: what its label says; {@code cron}, if
 * its service's schedule had just fired; {@code startup}, if nothing is remembered of its service, or {@linkplain FullStartup
 * everything starts}; {@code image_update}, if another image is behind the same reference and its configuration is the same;
 * else {@code manual_reload}. Where a file configures the service, somebody edited that to change the reference, and had it
 * reloaded; where none does, another reference is how images are updated.
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
     * @param startup whether nothing is remembered of its service, or everything starts
     * @param configured whether a file configures the service
     * @param change what distinguishes the container from the one whose place it takes, or null if there is none
     */
    static Decision ofCreation(
            @Nullable String label,
            boolean cronFired,
            boolean startup,
            boolean configured,
            @Nullable Difference change) {
        TriggerType told = told(label);
        if (told != null) {
            return new Decision(told, "its label says so");
        }
        if (cronFired) {
            return new Decision(TriggerType.CRON, "its schedule fired just before");
        }
        if (startup) {
            return new Decision(TriggerType.STARTUP, "nothing is remembered of its service, or everything starts");
        }
        if (change == null) {
            return new Decision(TriggerType.MANUAL_RELOAD, "it has no predecessor to compare it with");
        }
        if (change.configuration()) {
            return new Decision(TriggerType.MANUAL_RELOAD, "its configuration is not its predecessor's");
        }
        if (change.reference()) {
            return configured
                    ? new Decision(TriggerType.MANUAL_RELOAD, "its service.toml names another image")
                    : new Decision(TriggerType.IMAGE_UPDATE, "it is of another image than its predecessor");
        }
        return change.image()
                ? new Decision(TriggerType.IMAGE_UPDATE, "behind its image's name is another image")
                : new Decision(TriggerType.MANUAL_RELOAD, "nothing tells it from its predecessor");
    }

    /**
     * A trigger.
     *
     * @param why for a person
     */
    record Decision(TriggerType trigger, String why) {}

    /** The trigger that the label names; null without a label, and for a word that is none of the four. */
    static @Nullable TriggerType told(@Nullable String label) {
        return label == null ? null : TriggerType.of(label).orElse(null);
    }

    /**
     * What is not the same. What nobody knows counts as the same.
     *
     * @param reference the image as the container's configuration names it
     * @param image the image itself
     * @param configuration anything else that it was configured with
     */
    record Difference(boolean reference, boolean image, boolean configuration) {}
}
