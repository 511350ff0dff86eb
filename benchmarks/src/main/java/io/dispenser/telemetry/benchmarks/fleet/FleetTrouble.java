package io.dispenser.telemetry.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of a fleet's faults.
 *
 * @param kills how many hosts were killed while they committed for others
 * @param backlog batches that waited when the store came back
 * @param left how many of them were not in the table when the run ended
 * @param goneAfterSeconds how long after the store came back the last of them was in
 */
record FleetTrouble(long kills, long backlog, long left, double goneAfterSeconds) {

    static final FleetTrouble NONE = new FleetTrouble(0, 0, 0, 0);

    /** What there is to tell, for a person. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        if (kills > 0) {
            told.add(kills + " times the host that committed for all was killed");
        }
        if (backlog > 0) {
            told.add(backlog + " batches waited when the store came back; "
                    + (left > 0
                            ? left + " of them still do"
                            : String.format(Locale.ROOT, "the last of them was in after %.1f s", goneAfterSeconds)));
        }
        return told;
    }
}
