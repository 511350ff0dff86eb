package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an exception and its causes say, one after the other. Their stack traces are of connectors mostly, and help nobody who
 * runs the program; of a defect, the place in our own code does.
 */
final class CauseChain {

    private static final int MOST = 10;
    private static final String OURS = "io.dispenser.telemetry.";

    private CauseChain() {}

    /** None for null. */
    static Stream<String> of(@Nullable IThrowableProxy thrown) {
        return Stream.iterate(thrown, each -> each != null, each -> each.getCause())
                .limit(MOST)
                .map(CauseChain::words);
    }

    private static String words(IThrowableProxy thrown) {
        String message = thrown.getMessage();
        return thrown.getClassName()
                + (message == null ? "" : ": " + message)
                + (isPerhapsDefect(thrown) ? place(thrown) : "");
    }

    private static boolean isPerhapsDefect(IThrowableProxy thrown) {
        return thrown instanceof ThrowableProxy known
                && (known.getThrowable() instanceof RuntimeException || known.getThrowable() instanceof Error);
    }

    private static String place(IThrowableProxy thrown) {
        return Stream.of(thrown.getStackTraceElementProxyArray())
                .map(StackTraceElementProxy::getStackTraceElement)
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
    }
}
