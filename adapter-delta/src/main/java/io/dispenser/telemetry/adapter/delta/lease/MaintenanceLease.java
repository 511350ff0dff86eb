package io.dispenser.telemetry.adapter.delta.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * Who maintains a table, as the store says it: see {@link LeaseFiles}.
 *
 * @param held whether it was not released
 * @param finished when a holder last did all its work, by the store's clock, in milliseconds; 0 if that isn't known
 * @param vacuumed when a holder last vacuumed the table, in the same way
 */
public record MaintenanceLease(
        long number, Instant modified, String holder, boolean held, long finished, long vacuumed) {

    /** A store may be many machines, whose clocks differ a bit, and tell time in whole seconds. */
    private static final Duration SPREAD = Duration.ofMinutes(1);

    public MaintenanceLease finishedAt(long millis) {
        return new MaintenanceLease(number, modified, holder, held, millis, vacuumed);
    }

    public MaintenanceLease vacuumedAt(long millis) {
        return new MaintenanceLease(number, modified, holder, held, finished, millis);
    }

    /**
     * What of it can be true at {@code now} of the store's clock. A time that is still to come is that of a clock that
     * was wrong, the store's or an agent's; if it counted, nobody would do any work until then.
     */
    public MaintenanceLease at(Instant now) {
        Instant last = now.plus(SPREAD);
        return new MaintenanceLease(
                number, modified, holder, held && !modified.isAfter(last), past(finished, last), past(vacuumed, last));
    }

    private static long past(long millis, Instant last) {
        return Instant.ofEpochMilli(millis).isAfter(last) ? 0 : millis;
    }
}
