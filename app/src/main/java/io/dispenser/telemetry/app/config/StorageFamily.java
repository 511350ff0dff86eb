package io.dispenser.telemetry.app.config;

import java.util.Locale;
import java.util.Optional;

/** The families of stores that the project knows of, whether or not their adapter is installed. */
enum StorageFamily {
    LOCAL,
    S3,
    GCS,
    AZURE;

    /** The module that serves the family. */
    String module() {
        return "adapter-storage-" + name().toLowerCase(Locale.ROOT);
    }

    /** The family of a scheme in lower case; empty for a scheme of somebody else's adapter, or of nobody's. */
    static Optional<StorageFamily> of(String scheme) {
        return switch (scheme) {
            case "file" -> Optional.of(LOCAL);
            case "s3", "s3a" -> Optional.of(S3);
            case "gs" -> Optional.of(GCS);
            case "az", "adls", "abfs", "abfss" -> Optional.of(AZURE);
            default -> Optional.empty();
        };
    }
}
