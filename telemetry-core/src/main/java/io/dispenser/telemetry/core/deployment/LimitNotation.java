package io.dispenser.telemetry.core.deployment;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A container's limits in the notation of {@code service.toml}: {@code 512m}, {@code 0.5}. */
final class LimitNotation {

    private static final long KIB = 1024;
    private static final int NANO_DIGITS = 9;

    private LimitNotation() {}

    /** Bytes in the largest unit that needs no fraction; null for 0, which is no limit. */
    static @Nullable String memory(long bytes) {
        if (bytes <= 0) {
            return null;
        }
        String units = "bkmg";
        long value = bytes;
        int unit = 0;
        while (unit < units.length() - 1 && value % KIB == 0) {
            value /= KIB;
            unit++;
        }
        return value + units.substring(unit, unit + 1);
    }

    /** Billionths of a core as a number of cores, with at least one decimal; null for 0, which is no limit. */
    static @Nullable String cpus(long nanoCpus) {
        if (nanoCpus <= 0) {
            return null;
        }
        BigDecimal cores = BigDecimal.valueOf(nanoCpus, NANO_DIGITS).stripTrailingZeros();
        return (cores.scale() < 1 ? cores.setScale(1) : cores).toPlainString();
    }
}
