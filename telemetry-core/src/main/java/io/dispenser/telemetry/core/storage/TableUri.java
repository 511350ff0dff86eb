package io.dispenser.telemetry.core.storage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a table is: {@code scheme://authority/path}. An own value and no {@link java.net.URI}, which has no host for
 * {@code s3://my_bucket/x} and takes no spaces. In writing, the path means the same for every scheme, and what other engines
 * understand: {@code %20} is a space, and what they would disagree on is refused: {@code ..}, {@code //}, a query, a fragment. So is
 * a password, which would be told with the place.
 *
 * @param scheme in lower case
 * @param authority what stands between {@code //} and the next slash: a bucket, a container; empty for {@code file:///…}
 * @param path what follows, decoded, from its slash on, without a slash at its end; at least {@code /}
 */
public record TableUri(String scheme, String authority, String path) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(/.*)?");

    /** A bucket, a container at an account, a host with its port; what else has a colon in it has a password. */
    private static final Pattern AUTHORITY = Pattern.compile("([^:@]*@)?([^:@]*|\\[[0-9A-Fa-f:.]+])(:[0-9]*)?");

    private static final Pattern QUERY = Pattern.compile("[?#]");
    private static final Pattern ESCAPED = Pattern.compile("([^%]|%[0-9A-Fa-f]{2})*");

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
            throw new IllegalArgumentException("not a URI of a table; write scheme://bucket/path or file:///path");
        }
        if (!AUTHORITY.matcher(matcher.group(2)).matches()) {
            // Not echoed either.
            throw new IllegalArgumentException(
                    "a table's URI holds no user and no password; write scheme://bucket/path, and"
                            + " give credentials as the store's own programs take them, such as by the environment");
        }
        String path = matcher.group(3) == null ? "/" : matcher.group(3);
        if (QUERY.matcher(text).find()) {
            // Not echoed: a query may be a signature.
            throw new IllegalArgumentException(
                    "a table's URI has no query (?) and no fragment (#); if its path has such a"
                            + " character, write %3F for ? and %23 for #");
        }
        return new TableUri(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2), decoded(path));
    }

    private static String decoded(String path) {
        String inside = path.replaceAll("/+$", "");
        List<String> names = new ArrayList<>();
        for (String written : inside.split("/", -1)) {
            String name = decodedName(written);
            if (!names.isEmpty() && name.isEmpty()) {
                throw new IllegalArgumentException(
                        "the path of a table's URI has an empty name in it (//), which engines take for different things;"
                                + " write one slash between names");
            }
            if (name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException("the path of a table's URI has the name '" + name
                        + "' in it, which stores take literally and engines don't; write the path without it");
            }
            names.add(name);
        }
        return inside.isEmpty() ? "/" : String.join("/", names);
    }

    private static String decodedName(String written) {
        if (written.indexOf('%') < 0) {
            return written;
        }
        if (!ESCAPED.matcher(written).matches()) {
            throw new IllegalArgumentException(
                    "the path of a table's URI has a % that begins no escape such as %20; write %25 for a % itself");
        }
        // For the JDK's decoder of forms a + is a space.
        String name = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (name.indexOf('/') >= 0
                || name.indexOf('\ufffd') >= 0
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the path of a table's URI has an escape that stands for no character of a name (a slash, a control"
                            + " character, or no UTF-8); write it without");
        }
        return name;
    }

    /** A directory of the local disk. */
    public static TableUri ofDirectory(Path directory) {
        String path = directory.toAbsolutePath().normalize().toString().replace('\\', '/');
        return new TableUri("file", "", path.startsWith("/") ? path : "/" + path);
    }

    /** The URI in writing, which {@link #parse} reads. */
    @Override
    public String toString() {
        return scheme + "://" + authority
                + path.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    }
}
