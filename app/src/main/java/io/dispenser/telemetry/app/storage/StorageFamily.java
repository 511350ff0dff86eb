package io.dispenser.telemetry.app.storage;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The families of stores that the project knows of, whether or not their adapter is installed. */
public enum StorageFamily {
    LOCAL,
    S3,
    GCS,
    AZURE;

    /** The module that serves the family. */
    public String module() {
        return "adapter-storage-" + folder();
    }

    /** The name of the folder that holds the family's adapter, where it has one of its own. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The URI schemes of the family's stores, in lower case. */
    Set<String> schemes() {
        return switch (this) {
            case LOCAL -> Set.of("file");
            case S3 -> Set.of("s3", "s3a");
            case GCS -> Set.of("gs");
            case AZURE -> Set.of("az", "adls", "abfs", "abfss");
        };
    }

    /** The family of a scheme in lower case; empty for a scheme of somebody else's adapter, or of nobody's. */
    public static Optional<StorageFamily> of(String scheme) {
        for (StorageFamily family : values()) {
            if (family.schemes().contains(scheme)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
