package io.dispenser.telemetry.app.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which names a person may ask for this host. A browser that asks by another name may have been sent by a stranger's page, whose
 * name the stranger lets point here (DNS rebinding), and would let that page read the answer. An address can't be pointed anywhere.
 */
final class OwnNames {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.%]+\\]");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private final Set<String> names = new HashSet<>(Set.of("localhost"));

    /** @param listen the name or address that the configuration says to listen at */
    OwnNames(String listen) {
        names.add(listen.toLowerCase(Locale.ROOT));
        try {
            names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            // It has no name that leads to it.
        }
    }

    /** @param header what a request says as {@code Host}; null if it says nothing, as no browser's does */
    boolean include(@Nullable String header) {
        if (header == null) {
            return true;
        }
        String name = PORT.matcher(header.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return names.contains(plain) || ADDRESS.matcher(plain).matches();
    }
}
