package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Which paths Azure takes as they are, and how they are written in an address. */
final class AzureNames {

    private static final int MAX_CHARACTERS = 1024;

    private AzureNames() {}

    /** Makes sure that {@code path} may name a file, and {@code blob} its blob. */
    static void requireFile(String path, String blob) throws TableStoreException {
        FilePaths.requireFile(path);
        requireLiteral(path);
        FilePaths.requireLength(blob, blob.length(), MAX_CHARACTERS, "characters");
    }

    /** Makes sure that {@code path} may name a directory; the empty string is the table's own. */
    static void requireDirectory(String path) throws TableStoreException {
        FilePaths.requireDirectory(path);
        requireLiteral(path);
    }

    /** The service turns a backslash into a slash and drops a dot at the end of a name, and says nothing. */
    private static void requireLiteral(String path) throws TableStoreException {
        if (path.contains("\\") || path.contains("./") || path.endsWith(".")) {
            throw new TableStoreException(
                    StorageError.broken(
                            "'" + path + "' can't be the name of a file in Azure, which would change it",
                            "use no backslash, and no dot at the end of a name"),
                    null);
        }
    }

    /** Every byte but letters, digits and {@code -._~} percent-encoded: no server reads anything into what is left. */
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
