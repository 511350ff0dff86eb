package io.dispenser.telemetry.core.port;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the care for a table's log did, or what it would do.
 *
 * @param checkpoint the version of a checkpoint that was written; empty if none was due
 * @param files log files deleted: commits, checksums, checkpoints, the sidecars of checkpoints, and
 *     what lay aside for a month
 * @param bytes their size
 * @param retention younger files were kept; longer than what the table asks for if that is less than is safe
 * @param setAside files that hosts handed over, that can't be used, and that are kept for somebody to look at
 * @param notes why files or the table were left as they are, each in one sentence
 */
public record LogReport(
        OptionalLong checkpoint, long files, long bytes, Duration retention, long setAside, List<String> notes) {

    public LogReport {
        notes = List.copyOf(notes);
    }
}
