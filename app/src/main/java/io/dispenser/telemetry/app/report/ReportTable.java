package io.dispenser.telemetry.app.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A table that a report is made of.
 *
 * @param name what it is called
 * @param location where it is
 * @param version the version that was read, or -1
 * @param files the files that were read
 * @param bytes their size
 * @param rows the rows of the covered time
 * @param oldest the time of the first of them, or null without one
 * @param newest the time of the last of them, or null without one
 * @param trouble why it could not be read, or not all of it; null if it was
 */
public record ReportTable(
        String name,
        String location,
        long version,
        int files,
        long bytes,
        long rows,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        @Nullable String trouble) {

    static final String MISSING = "there is no table yet";

    /** Whether nobody has written the table yet. */
    public boolean isMissing() {
        return MISSING.equals(trouble);
    }
}
