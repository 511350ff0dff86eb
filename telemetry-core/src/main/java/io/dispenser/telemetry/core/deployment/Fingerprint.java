package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(own.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of what {@code docker update} may change. */
    static String ofLimits(ContainerSnapshot container) {
        return container.memoryLimitBytes() + " " + container.nanoCpus() + " "
                + container.restartPolicy().columnValue();
    }
}
