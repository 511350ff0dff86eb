package io.dispenser.telemetry.app.output;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the standard output can do.
 *
 * @param width columns; lines that people read are kept within it. A pipe has room for any line.
 * @param interactive whether a person watches, so that a line may be rewritten
 * @param colours whether escape sequences for colours are welcome
 * @param unicode whether more than ASCII can be shown
 * @param sparks what a row of numbers is drawn with
 */
public record Terminal(int width, boolean interactive, boolean colours, boolean unicode, Sparks sparks) {

    private static final int NARROWEST = 20;
    private static final int WIDEST = 10_000;
    private static final int USUAL_WINDOW = 80;

    /** What a row of numbers is drawn with. Who reads a pipe, or listens to a terminal, is better served by the numbers. */
    public enum Sparks {
        /** Blocks of eight heights. */
        BLOCKS,
        /** Signs of ASCII that grow. */
        ASCII,
        /** Nothing: numbers have to do. */
        NONE
    }

    /** A terminal whose sparks follow from the rest. */
    public Terminal(int width, boolean interactive, boolean colours, boolean unicode) {
        this(width, interactive, colours, unicode, sparks(interactive, unicode));
    }

    private static Sparks sparks(boolean interactive, boolean blocks) {
        if (!interactive) {
            return Sparks.NONE;
        }
        return blocks ? Sparks.BLOCKS : Sparks.ASCII;
    }

    /** How a text is set off from others. */
    public enum Style {
        PLAIN(0),
        BOLD(1),
        DIM(2),
        RED(31),
        GREEN(32),
        YELLOW(33);

        private final int code;

        Style(int code) {
            this.code = code;
        }
    }

    /**
     * The terminal that this process writes to, or the pipe. To be called before anything else asks for the console: from
     * Java 22 to 24 the default console does not say whether it is a terminal, so that the plain one is chosen here.
     */
    @SuppressWarnings("SystemConsoleNull") // It is null without a terminal: that is what the property is set for.
    public static Terminal detect() {
        if (System.getProperty("jdk.console") == null) {
            System.setProperty("jdk.console", "java.base");
        }
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        boolean isTerminal = System.console() != null;
        Charset charset = Charset.isSupported(encoding) ? Charset.forName(encoding) : StandardCharsets.US_ASCII;
        Map<String, String> environment = System.getenv();
        Terminal terminal = of(environment, isTerminal, charset);
        if (!isTerminal || environment.containsKey("COLUMNS")) {
            return terminal; // the launchers have asked
        }
        OptionalInt columns = TerminalSize.columns();
        return columns.isPresent() ? terminal.wide(columns.getAsInt()) : terminal;
    }

    /**
     * What follows from the environment.
     *
     * @param environment of it, {@code COLUMNS}, {@code NO_COLOR} and {@code TERM} matter
     * @param isTerminal whether the output goes to a terminal
     * @param charset the output's character set
     */
    public static Terminal of(Map<String, String> environment, boolean isTerminal, Charset charset) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean interactive = isTerminal && !dumb;
        // The fonts of the Linux console have one or two of the eight blocks, whatever its encoding.
        boolean blocks = canShow(charset, Sparkline.BLOCKS) && !"linux".equals(environment.get("TERM"));
        return new Terminal(
                width(environment.getOrDefault("COLUMNS", ""), isTerminal ? USUAL_WINDOW : WIDEST),
                interactive,
                interactive && !plain,
                canShow(charset, "…"),
                sparks(interactive, blocks));
    }

    /** The same with lines of any width. */
    public Terminal wide() {
        return new Terminal(WIDEST, interactive, colours, unicode, sparks);
    }

    /** The same with lines of {@code columns}, if that can be meant. */
    Terminal wide(int columns) {
        return new Terminal(width(Integer.toString(columns), width), interactive, colours, unicode, sparks);
    }

    private static boolean canShow(Charset charset, String text) {
        return charset.canEncode() && charset.newEncoder().canEncode(text);
    }

    /** The text in a style, where styles are shown; else the text. */
    public String styled(Style style, String text) {
        return colours && style != Style.PLAIN ? "\u001B[" + style.code + "m" + text + "\u001B[0m" : text;
    }

    /** What stands for the rest of a text that was cut. */
    String ellipsis() {
        return unicode ? "…" : "..";
    }

    private static int width(String columns, int otherwise) {
        if (!columns.matches("[0-9]{1,5}")) {
            return otherwise;
        }
        int width = Integer.parseInt(columns);
        return width >= NARROWEST && width <= WIDEST ? width : otherwise;
    }
}
