package io.dispenser.telemetry.adapter.storage.azure;

import java.net.URI;
import java.util.Set;

/** Whether a secret may be sent to an address. */
final class SecretRoute {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private SecretRoute() {}

    /** True for encrypted connections, and for this machine, where emulators and stand-ins run. */
    static boolean isSafe(URI address) {
        return "https".equals(address.getScheme())
                || (address.getHost() != null && THIS_MACHINE.contains(address.getHost()));
    }
}
