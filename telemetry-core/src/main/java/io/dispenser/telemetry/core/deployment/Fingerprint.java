package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a container was configured with, as one short text that can be compared and tells no secret. */
final class Fingerprint {

    private static final int BYTES = 8;

    private Fingerprint() {}

    /**
     * Of what the container's settings have beyond its image's, so that a new image changes nothing by what it brings along.
     * Null when either is not known.
     */
    static @Nullable String ofConfiguration(ContainerSnapshot container, @Nullable ImageDetails image) {
        if (image == null || container.settings().isEmpty()) {
            return null;
        }
        Map<String, String> own = new TreeMap<>(container.settings());
        own.entrySet().removeAll(image.settings().entrySet());
        return Sha256.hex(own.toString(), BYTES);
    }

    /** Of what {@code docker update} may change. */
    static String ofLimits(ContainerSnapshot container) {
        return container.memoryLimitBytes() + " " + container.nanoCpus() + " "
                + container.restartPolicy().columnValue();
    }

    /** The restart policy in such limits, or null where there is none. */
    static @Nullable RestartPolicy policyOf(@Nullable String limits) {
        if (limits == null) {
            return null;
        }
        return RestartPolicy.ofEngineWord(limits.substring(limits.lastIndexOf(' ') + 1));
    }
}
