package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.dispenser.telemetry.app.output.ProgressLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up logback without a file to parse: lines on standard error, ours from INFO on, those of libraries from ERROR on,
 * since what they warn of is told by us in our own words, or is no trouble to anybody. Found by logback through {@link java.util.ServiceLoader}.
 */
public final class ProgramLogging extends ContextAwareBase implements Configurator {

    private static final String OURS = "telemetry";

    /** Tells that troubles are over that were told to begin, however little is wanted. */
    static final String ENDS = "telemetry.ends";

    /** Where adapters and core explain what they do. */
    private static final String DETAILS = "io.dispenser.telemetry";

    private static volatile boolean verbose;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LogLines lines = new LogLines(Journal.isAt(System.getenv("JOURNAL_STREAM"), Journal.STANDARD_ERROR));
        lines.setContext(context);
        lines.start();
        AsideAppender console = new AsideAppender();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(lines);
        console.start();
        context.putObject(LogLines.class.getName(), lines);
        context.putObject(AsideAppender.class.getName(), console);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.ERROR);
        root.addAppender(console);
        context.getLogger(ENDS).setLevel(Level.INFO);
        level(context, Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Explains what is decided, whatever {@link #use} says. */
    public static void verbose() {
        verbose = true;
        level(context(), Level.DEBUG);
    }

    /** Says only what is wrong: for commands whose output is their own. */
    public static void quiet() {
        level(context(), Level.WARN);
    }

    /**
     * What is wanted from the next line on.
     *
     * @param level what is less is not said, but that a trouble is over of which the begin was; {@link #verbose} says more
     */
    public static void use(LogFormat format, org.slf4j.event.Level level) {
        LoggerContext context = context();
        if (context.getObject(LogLines.class.getName()) instanceof LogLines lines) {
            lines.format(format);
        }
        level(context, verbose ? Level.DEBUG : Level.convertAnSLF4JLevel(level));
    }

    /** From the next line on, lines are written above what {@code progress} shows on the same terminal. */
    public static void beside(ProgressLine progress) {
        if (context().getObject(AsideAppender.class.getName()) instanceof AsideAppender console) {
            console.beside(progress);
        }
    }

    private static void level(LoggerContext context, Level level) {
        context.getLogger(OURS).setLevel(level);
        context.getLogger(DETAILS).setLevel(level == Level.DEBUG ? Level.DEBUG : Level.ERROR);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
