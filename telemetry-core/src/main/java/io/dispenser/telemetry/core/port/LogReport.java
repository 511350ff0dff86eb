package io.dispenser.telemetry.core.port;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the care for a table's log did, or what it would do.
 *
 * @param checkpoint the version of a checkpoint that was written; empty if none was due
 * @param files log files deleted: commits, checksums, checkpoints, and the sidecars of checkpoints
 * @param bytes their size
 * @param retention younger files were kept; longer than what the table asks for if that is less than is safe
 * @param notes why files or the table were left as they are, each in one sentence
 */
public record LogReport(OptionalLong checkpoint, long files, long bytes, Duration retention, List<String> notes) {

    public LogReport {
        notes = List.copyOf(notes);
    }
}
