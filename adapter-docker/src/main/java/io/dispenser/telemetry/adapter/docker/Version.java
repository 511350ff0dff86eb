package io.dispenser.telemetry.adapter.docker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An engine's version in words, from the headers of its replies. */
final class Version {

    /** {@code Docker/20.10.24+dfsg1 (linux)}, {@code Libpod/4.3.1 (linux)}. */
    private static final Pattern SERVER = Pattern.compile("(\\w+)/([0-9][0-9.]*)\\S*.*");

    private Version() {}

    static String words(@Nullable String server, @Nullable String api) {
        Matcher matcher = SERVER.matcher(server == null ? "" : server);
        String version = "unknown version";
        if (matcher.matches()) {
            version = switch (matcher.group(1)) {
                case "Docker" -> matcher.group(2);
                case "Libpod" -> "Podman " + matcher.group(2);
                default -> matcher.group(1) + " " + matcher.group(2);
            };
        }
        return api == null ? version : version + ", API " + api;
    }
}
