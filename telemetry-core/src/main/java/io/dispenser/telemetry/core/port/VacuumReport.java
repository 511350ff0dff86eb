package io.dispenser.telemetry.core.port;

import java.time.Duration;
import java.util.List;

/**
 * What a vacuum did, or what it would do.
 *
 * @param files data files deleted
 * @param bytes their size
 * @param directories how many partition directories were looked into
 * @param retention files that left the table less than this ago were kept
 * @param notes why files or the table were left as they are, each in one sentence
 */
public record VacuumReport(long files, long bytes, long directories, Duration retention, List<String> notes) {

    public VacuumReport {
        notes = List.copyOf(notes);
    }

    /** Nothing was done, and {@code why}. */
    public static VacuumReport nothing(Duration retention, String why) {
        return new VacuumReport(0, 0, 0, retention, List.of(why));
    }
}
