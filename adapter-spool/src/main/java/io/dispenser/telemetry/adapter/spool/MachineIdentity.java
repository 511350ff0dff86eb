package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.deployment.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What tells this machine from others, hashed: what the operating system and the firmware call it, and its host name. A
 * cloned disk keeps the first, but not the second; not everybody may read the second; and the host name, which changes for
 * harmless reasons, counts only where there is nothing better.
 *
 * @param marks hashes by the name of their source
 */
record MachineIdentity(Map<String, String> marks) {

    private static final String HOST_NAME = "host-name";
    private static final int HASH_BYTES = 16;

    MachineIdentity {
        marks = Map.copyOf(marks);
    }

    /** The machine that this process runs on. */
    static MachineIdentity here() {
        Map<String, String> marks = new TreeMap<>();
        mark(marks, "machine-id", Path.of("/etc/machine-id"));
        mark(marks, "product-uuid", Path.of("/sys/class/dmi/id/product_uuid"));
        mark(marks, HOST_NAME, Path.of("/proc/sys/kernel/hostname"));
        return new MachineIdentity(marks);
    }

    /** Whether {@code other} is this machine, as far as the marks tell that both have. */
    boolean isSame(MachineIdentity other) {
        Set<String> shared = new HashSet<>(marks.keySet());
        shared.retainAll(other.marks.keySet());
        if (shared.size() > 1) {
            shared.remove(HOST_NAME);
        }
        return !shared.isEmpty()
                && shared.stream()
                        .allMatch(mark -> String.valueOf(marks.get(mark)).equals(other.marks.get(mark)));
    }

    private static void mark(Map<String, String> marks, String source, Path file) {
        try {
            String value = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!value.isEmpty()) {
                marks.put(source, hash(source + ' ' + value));
            }
        } catch (IOException | SecurityException e) {
            // not on this system, or not for this user: then it is no mark
        }
    }

    private static String hash(String text) {
        return Sha256.hex(text, HASH_BYTES);
    }
}
