package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.dispenser.telemetry.app.output.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up logback without a file to parse: lines on standard error, ours from INFO on, those of libraries from ERROR on,
 * since what they warn of is told by us in our own words. Found by logback through {@link java.util.ServiceLoader}.
 */
public final class ProgramLogging extends ContextAwareBase implements Configurator {

    private static final String OURS = "telemetry";

    /** Tells that troubles are over that were told to begin, however little is wanted. */
    static final String ENDS = "telemetry.ends";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("text", PrintableMessage::new);
        layout.getInstanceConverterMap().put("trace", PrintableTrace::new);
        layout.getInstanceConverterMap().put("journal", JournalLines::new);
        // The journal has a time and a priority of its own for each line.
        layout.setPattern(
                JournalLines.areWanted(System.getenv("JOURNAL_STREAM"), JournalLines.STANDARD_ERROR)
                        ? "%journal"
                        : "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %text%n%trace");
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.ERROR);
        root.addAppender(console);
        context.getLogger(OURS).setLevel(Level.INFO);
        context.getLogger(ENDS).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** A message holds what engines and stores answered: none of it may move the cursor, or forge a line. */
    static final class PrintableMessage extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return Printable.oneLine(super.convert(event));
        }
    }

    /** Of exceptions, which have lines of their own. */
    static final class PrintableTrace extends ThrowableProxyConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return Printable.lines(super.convert(event));
        }
    }

    /** Says more: our details, and what libraries warn of. */
    public static void verbose() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(OURS).setLevel(Level.DEBUG);
    }

    /** Says only what is wrong: for commands whose output is their own. */
    public static void quiet() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(OURS).setLevel(Level.WARN);
    }
}
