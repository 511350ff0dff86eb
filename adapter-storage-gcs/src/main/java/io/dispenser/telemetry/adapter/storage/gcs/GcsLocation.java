package io.dispenser.telemetry.adapter.storage.gcs;

import io.dispenser.telemetry.core.storage.TableUri;
import java.util.regex.Pattern;

/**
 * Where a table is: the names of its objects begin with {@code prefix}.
 *
 * @param prefix with a slash at its end, or empty for a table that has a bucket for itself
 */
record GcsLocation(String bucket, String prefix) {

    /** Dots are for buckets that are named after a domain, and make them longer. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    static GcsLocation of(TableUri uri) {
        if (!uri.scheme().equals("gs")) {
            throw new IllegalArgumentException(uri + " is not in Google Cloud Storage: expected gs://bucket/path");
        }
        if (uri.authority().isEmpty()) {
            throw new IllegalArgumentException(uri + " names no bucket: expected gs://bucket/path");
        }
        if (uri.authority().contains("@") || uri.authority().contains(":")) {
            // Not echoed: it may be a secret.
            throw new IllegalArgumentException(
                    "a URI of Google Cloud Storage holds neither credentials nor a port: expected gs://bucket/path");
        }
        if (!BUCKET.matcher(uri.authority()).matches()) {
            throw new IllegalArgumentException(uri + " names the bucket '" + uri.authority()
                    + "', which can't be one's name (3 or more lower-case letters, digits, -, _ and .): expected "
                    + "gs://bucket/path");
        }
        String path = uri.path().substring(1);
        return new GcsLocation(uri.authority(), path.isEmpty() ? "" : path + "/");
    }

    /** The name of the object that is the file {@code path}. */
    String object(String path) {
        return prefix + path;
    }

    /** How the names of the objects begin that are in {@code directory} and below. */
    String below(String directory) {
        return directory.isEmpty() ? prefix : prefix + directory + "/";
    }

    /** The file that the object {@code name} is. */
    String path(String name) {
        return name.substring(prefix.length());
    }

    /** A file or directory for a person; the empty string for the table. */
    String uri(String path) {
        String uri = "gs://" + bucket + "/" + prefix + path;
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}
