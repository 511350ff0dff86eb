package io.dispenser.telemetry.core.port;

import java.util.List;

/**
 * Which rows left a table for their age, or would leave it.
 *
 * @param dates how many dates they were of
 * @param files data files that held them
 * @param rows how many they were, as far as the log tells
 * @param bytes the size of the files, which a later vacuum deletes
 * @param notes why files or the table were left as they are, each in one sentence
 */
public record ExpiryReport(long dates, long files, long rows, long bytes, List<String> notes) {

    public ExpiryReport {
        notes = List.copyOf(notes);
    }

    /** Nothing was done, and {@code why}. */
    public static ExpiryReport nothing(String why) {
        return new ExpiryReport(0, 0, 0, 0, List.of(why));
    }
}
