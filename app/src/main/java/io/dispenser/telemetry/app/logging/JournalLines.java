package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dispenser.telemetry.app.output.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines for the journal of systemd, which takes the priority of each from its beginning, {@code <4>}: see {@code sd-daemon(3)}.
 */
final class JournalLines extends ClassicConverter {

    static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final ThrowableProxyConverter trace = new ThrowableProxyConverter();

    /**
     * Whether {@code output} is the journal.
     *
     * @param journalStream the variable {@code JOURNAL_STREAM}: device and inode of the journal's socket. Children have it too,
     *     whatever their outputs are, so it is compared
     */
    static boolean areWanted(@Nullable String journalStream, Path output) {
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

    @Override
    public void start() {
        trace.start();
        super.start();
    }

    @Override
    public String convert(ILoggingEvent event) {
        String priority = "<" + priority(event.getLevel()) + ">";
        return Stream.concat(
                        Stream.of(Printable.oneLine(event.getFormattedMessage())),
                        Printable.lines(trace.convert(event)).lines())
                .map(line -> priority + line + "\n")
                .collect(Collectors.joining());
    }

    private static int priority(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return 3;
        } else if (level.isGreaterOrEqual(Level.WARN)) {
            return 4;
        }
        return level.isGreaterOrEqual(Level.INFO) ? 6 : 7;
    }
}
