package io.dispenser.telemetry.benchmarks.fleet;

import java.time.Duration;

/**
 * What goes wrong in a fleet's run.
 *
 * @param outageFrom when the store goes away, from the beginning of what is measured on
 * @param outageTo when it is back; the same as {@code outageFrom} if it never goes away
 * @param skew how wrong clocks are: of three hosts one has the time, one is ahead by so much, and one is behind
 * @param killEvery after so long, again and again, the host that commits for others is killed; zero for never
 */
record FleetFaults(Duration outageFrom, Duration outageTo, Duration skew, Duration killEvery) {

    static final FleetFaults NONE = new FleetFaults(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    FleetFaults {
        if (outageTo.compareTo(outageFrom) < 0) {
            throw new IllegalArgumentException(
                    "the store is back after it went away: " + outageFrom.toSeconds() + "-" + outageTo.toSeconds());
        }
    }

    boolean hasOutage() {
        return outageTo.compareTo(outageFrom) > 0;
    }

    /** How far a host's clock is ahead. */
    Duration ahead(int host) {
        return switch (host % 3) {
            case 1 -> skew;
            case 2 -> skew.negated();
            default -> Duration.ZERO;
        };
    }
}
