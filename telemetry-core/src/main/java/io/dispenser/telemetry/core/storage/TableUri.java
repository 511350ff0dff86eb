package io.dispenser.telemetry.core.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a table is: {@code scheme://authority/path}. An own value and no {@link java.net.URI}, which has no host for
 * {@code s3://my_bucket/x} and decodes what a store takes literally.
 *
 * @param scheme in lower case
 * @param authority what stands between {@code //} and the next slash: a bucket, a container; empty for {@code file:///…}
 * @param path what follows, from its slash on, without a slash at its end; at least {@code /}
 */
public record TableUri(String scheme, String authority, String path) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(/.*)?");

    public TableUri {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a table's path starts with a slash: " + path);
        }
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
    }

    /** Whether {@code text} has a scheme, and so is a URI and not a path. */
    public static boolean isUri(String text) {
        return text.contains("://");
    }

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what a URI looks like
     */
    public static TableUri parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a table URI: expected scheme://bucket/path or file:///path");
        }
        String path = matcher.group(3);
        return new TableUri(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2), path == null ? "/" : path);
    }

    /** A directory of the local disk. */
    public static TableUri ofDirectory(Path directory) {
        String path = directory.toAbsolutePath().normalize().toString().replace('\\', '/');
        return new TableUri("file", "", path.startsWith("/") ? path : "/" + path);
    }

    /** The URI in writing. */
    @Override
    public String toString() {
        return scheme + "://" + authority + path;
    }
}
