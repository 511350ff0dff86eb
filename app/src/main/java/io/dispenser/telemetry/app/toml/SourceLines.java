package io.dispenser.telemetry.app.toml;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator.OfInt;
import org.tomlj.TomlPosition;

/**
 * Where what a template rendered stands in its source, so that a problem of the result is shown where a person can mend it.
 * A line knows its source exactly; a column does up to the first mark of its line, and shows that mark for what comes after.
 */
final class SourceLines {

    private static final SourceLines UNCHANGED = new SourceLines(List.of(), List.of(), new int[0]);

    private final List<String> source;
    private final List<String> rendered;
    /** For each rendered line, from 0 on, its line in the source, from 1 on. */
    private final int[] sourceLine;

    private SourceLines(List<String> source, List<String> rendered, int[] sourceLine) {
        this.source = source;
        this.rendered = rendered;
        this.sourceLine = sourceLine;
    }

    /** Of a text that is its own source. */
    static SourceLines unchanged() {
        return UNCHANGED;
    }

    /**
     * @param source the template
     * @param rendered what became of it
     * @param marked what became of it when a {@link LineMark} stood before each line that it can stand before; a mark may have
     *     kept the template engine from removing white space
     */
    static SourceLines of(String source, String rendered, String marked) {
        List<String> renderedLines = rendered.lines().toList();
        int[] sourceLine = new int[renderedLines.size()];
        OfInt walk = marked.codePoints().iterator();
        int line = 1;
        for (int i = 0; i < sourceLine.length; i++) {
            int first = 0;
            for (int wanted : renderedLines
                    .get(i)
                    .codePoints()
                    .filter(c -> !Character.isWhitespace(c))
                    .toArray()) {
                int found;
                do {
                    if (!walk.hasNext()) {
                        return UNCHANGED;
                    }
                    found = walk.nextInt();
                    line = LineMark.isOne(found) ? LineMark.line(walk) : line;
                } while (LineMark.isOne(found) || Character.isWhitespace(found));
                if (found != wanted) {
                    return UNCHANGED;
                }
                first = first == 0 ? line : first;
            }
            sourceLine[i] = first == 0 ? line : first;
        }
        return new SourceLines(source.lines().toList(), renderedLines, sourceLine);
    }

    /** Where the source of {@code position} is, in {@code file}. */
    SourceLocation location(Path file, TomlPosition position) {
        if (position.line() > sourceLine.length) {
            return new SourceLocation(file, position.line(), position.column());
        }
        int line = sourceLine[position.line() - 1];
        int[] there = source.get(line - 1).codePoints().toArray();
        int[] here = rendered.get(position.line() - 1).codePoints().toArray();
        int differ = Arrays.mismatch(there, here);
        return new SourceLocation(file, line, differ < 0 ? position.column() : Math.min(position.column(), differ + 1));
    }
}
