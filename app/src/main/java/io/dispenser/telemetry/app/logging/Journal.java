package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The journal of systemd. */
final class Journal {

    static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Journal() {}

    /**
     * Whether {@code output} is the journal.
     *
     * @param journalStream the variable {@code JOURNAL_STREAM}: device and inode of the journal's socket. Children have it too,
     *     whatever their outputs are, so it is compared
     */
    static boolean isAt(@Nullable String journalStream, Path output) {
        if (journalStream == null) {
            return false;
        }
        try {
            String device = String.valueOf(Files.getAttribute(output, "unix:dev"));
            String inode = String.valueOf(Files.getAttribute(output, "unix:ino"));
            return journalStream.equals(device + ":" + inode);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // no Unix, or nothing that can be asked
        }
    }

    /** What the journal takes a line's priority from, at its begin: {@code <4>}, see {@code sd-daemon(3)}. */
    static String priority(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return "<3>";
        } else if (level.isGreaterOrEqual(Level.WARN)) {
            return "<4>";
        }
        return level.isGreaterOrEqual(Level.INFO) ? "<6>" : "<7>";
    }
}
