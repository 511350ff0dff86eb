package io.dispenser.telemetry.app.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens.
 *
 * @param host a name, or an address without brackets
 * @param port from 0 to 65535; 0 for any that is free
 */
public record ListenAddress(String host, int port) {

    private static final int HIGHEST_PORT = 65_535;

    /** A name or an address of version 4, or one of version 6 in brackets; then a port. */
    private static final Pattern TEXT =
            Pattern.compile("(?:([A-Za-z0-9._-]+)|\\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?)\\]):([0-9]{1,5})");

    /** What {@code text} says; empty if it is none. */
    static Optional<ListenAddress> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return port > HIGHEST_PORT ? Optional.empty() : Optional.of(new ListenAddress(host, port));
    }
}
