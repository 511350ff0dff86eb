package io.dispenser.telemetry.app.toml;

import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import io.dispenser.telemetry.app.toml.TemplateBlocks.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A template out of which is cut what can't be rendered, so that the rest can be. Each line stays in its place. */
public final class EditedTemplate {

    /** A file in which so much fails is given up: each failure takes another rendering. */
    private static final int MOST_CUTS = 100;

    private final Path file;
    private final String source;
    private final FailedExpressions expressions;
    private final List<Edit> edits = new ArrayList<>();
    private final List<LostBlock> lost = new ArrayList<>();
    private String now;

    EditedTemplate(Path file, String source, FailedExpressions expressions) {
        this.file = file;
        this.source = source;
        this.expressions = expressions;
        this.now = source;
    }

    private record Edit(int start, int before, int after) {}

    /**
     * What was cut out with its tags.
     *
     * @param failed why
     * @param tables the TOML tables that it stood in and that it opens
     */
    public record LostBlock(Failed failed, List<String> tables) {

        /** Whether something of {@code table}, or of a table in it, may be lost. */
        public boolean mayBeOf(String table) {
            return tables.stream().anyMatch(name -> name.equals(table) || name.startsWith(table + "."));
        }
    }

    /** What is left. */
    String now() {
        return now;
    }

    List<LostBlock> lostBlocks() {
        return List.copyOf(lost);
    }

    /** Where a place of what is left is in the file. */
    SourceLocation location(int offset) {
        int original = offset;
        for (int i = edits.size() - 1; i >= 0; i--) {
            Edit edit = edits.get(i);
            if (original >= edit.start() + edit.after()) {
                original += edit.before() - edit.after();
            } else if (original > edit.start()) {
                original = edit.start();
            }
        }
        return SourceLocation.at(file, source, Math.min(original, source.length()));
    }

    /** The offset of a line and a column, both from 1 on. */
    int offset(int line, int column) {
        int start = 0;
        for (int i = 1; i < line && now.indexOf('\n', start) >= 0; i++) {
            start = now.indexOf('\n', start) + 1;
        }
        return Math.min(now.length(), start + Math.max(1, column) - 1);
    }

    /** Cuts out what is at {@code offset}; false if nothing there could be cut out, or too much was before. */
    boolean cutOut(int offset, Failed failed) {
        Optional<Span> found = TemplateBlocks.at(now, offset);
        if (found.isEmpty() || edits.size() == MOST_CUTS) {
            return false;
        }
        Span span = found.get();
        String cut = now.substring(span.start(), span.end());
        String instead;
        if (span.isExpression()) {
            instead = "{% raw %}" + expressions.markOf(failed, cut) + "{% endraw %}";
        } else {
            LostBlock block = new LostBlock(failed, TemplateBlocks.tablesOf(now, span));
            lost.add(block);
            // What comes after it, up to the next header, belongs to the table that it opened: to none that is known.
            instead = block.tables().size() > 1 ? "[\"lost block " + lost.size() + "\"]" : "";
        }
        long lines = cut.chars().filter(c -> c == '\n').count();
        if (lines > 0) {
            instead += "{#" + "\n".repeat((int) lines) + "#}";
        }
        now = now.substring(0, span.start()) + instead + now.substring(span.end());
        edits.add(new Edit(span.start(), cut.length(), instead.length()));
        return true;
    }
}
