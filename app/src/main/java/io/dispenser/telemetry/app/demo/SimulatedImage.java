package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.deployment.Sha256;
import java.util.List;

/** The images on the simulated engine. */
enum SimulatedImage {
    WEB("shop/web:1.4.2", 48_300_000),
    API_OLD("shop/api:2.7.0", 187_200_000),
    /** Of the week before the story. */
    API_BAD("shop/api:2.7.1", 187_900_000),
    API_NEW("shop/api:2.8.0", 189_900_000),
    WORKER("shop/worker:2.7.0", 203_400_000),
    DB("shop/db:16.3", 431_700_000),
    CACHE("shop/cache:7.2", 41_100_000),
    REPORT("shop/report:0.9.1", 96_800_000);

    private final String reference;
    private final long sizeBytes;

    SimulatedImage(String reference, long sizeBytes) {
        this.reference = reference;
        this.sizeBytes = sizeBytes;
    }

    /** Repository and tag. */
    String reference() {
        return reference;
    }

    ImageDetails details() {
        String repository = reference.substring(0, reference.indexOf(':'));
        return new ImageDetails(
                "sha256:" + Sha256.hex("image " + reference),
                List.of(repository + "@sha256:" + Sha256.hex("manifest " + reference)),
                sizeBytes);
    }

    /** The last part of the repository: what a container of this image is called. */
    String service() {
        return reference.substring(reference.indexOf('/') + 1, reference.indexOf(':'));
    }
}
