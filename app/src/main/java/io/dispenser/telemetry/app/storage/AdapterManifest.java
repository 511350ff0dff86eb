package io.dispenser.telemetry.app.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * What the manifest of a storage adapter's jar says of it, so that none of its classes has to be loaded to know.
 *
 * @param schemes the URI schemes that the adapter serves, in lower case
 */
record AdapterManifest(Set<String> schemes) {

    /** The attribute with the schemes, separated by spaces: {@code Dispenser-Storage-Schemes: s3 s3a}. */
    static final String ATTRIBUTE = "Dispenser-Storage-Schemes";

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

    /**
     * Reads a jar's; empty if the jar declares no schemes, as all others of an adapter's folder.
     *
     * @throws IllegalArgumentException if what it declares are no schemes; the message says what to write
     */
    static Optional<AdapterManifest> of(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            return Optional.ofNullable(opened.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(attributes -> attributes.getValue(ATTRIBUTE))
                    .map(written -> parse(jar, written));
        }
    }

    private static AdapterManifest parse(Path jar, String written) {
        Set<String> schemes = new LinkedHashSet<>();
        for (String scheme : written.strip().split("\\s+", -1)) {
            if (!SCHEME.matcher(scheme).matches()) {
                throw new IllegalArgumentException("the manifest of " + jar.getFileName() + " has " + ATTRIBUTE + ": "
                        + written + ", where '" + scheme + "' is no URI scheme in lower case;"
                        + " schemes with spaces between them are needed");
            }
            schemes.add(scheme);
        }
        return new AdapterManifest(schemes);
    }
}
