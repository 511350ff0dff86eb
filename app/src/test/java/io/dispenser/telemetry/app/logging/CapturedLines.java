package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The program's log lines, as level and message. */
public final class CapturedLines implements AutoCloseable {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private CapturedLines() {}

    /** Those from now on, of this process. */
    public static CapturedLines begin() {
        CapturedLines lines = new CapturedLines();
        lines.appender.start();
        logger().addAppender(lines.appender);
        return lines;
    }

    /** All so far. */
    public List<String> all() {
        return List.copyOf(appender.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** Those since the last call. */
    List<String> take() {
        List<String> lines = all();
        appender.list.clear();
        return lines;
    }

    static Logger logger() {
        return (Logger) LoggerFactory.getLogger("telemetry");
    }

    @Override
    public void close() {
        logger().detachAppender(appender);
    }
}
