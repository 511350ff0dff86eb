package io.dispenser.telemetry.app.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a template's expressions and tags begin and end, and which tags belong together. */
final class TemplateBlocks {

    private static final Pattern BLOCK = Pattern.compile("\\{#.*?#}|\\{%(.*?)%}|\\$\\{.*?}", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Pattern HEADER = Pattern.compile("^[ \t]*\\[{1,2}[ \t]*([^\\]\n]*)", Pattern.MULTILINE);

    private TemplateBlocks() {}

    /**
     * A part of a template.
     *
     * @param end the first character behind it
     * @param isExpression whether it is a value, and not tags and what is between them
     */
    record Span(int start, int end, boolean isExpression) {}

    /**
     * The expression at {@code offset}; or where a tag is, all from the outermost tag that it is inside of to that tag's end,
     * since nobody knows which of it would have been rendered. Empty if there is neither, or no end.
     */
    static Optional<Span> at(String template, int offset) {
        Matcher block = BLOCK.matcher(template);
        int depth = 0;
        int outermost = -1;
        boolean failed = false;
        boolean raw = false;
        List<Span> expressions = new ArrayList<>();
        while (block.find()) {
            String word = word(block.group(1));
            raw &= !word.equals("endraw");
            boolean isTag = block.group(1) != null && !raw;
            boolean here = block.start() <= offset && offset < block.end();
            if (!isTag) {
                if (here && !raw && block.group().startsWith("$")) {
                    expressions.add(new Span(block.start(), block.end(), true));
                }
                continue;
            }
            raw |= word.equals("raw");
            boolean opens = word.equals("if") || word.equals("for");
            if (opens && depth++ == 0) {
                outermost = block.start();
            }
            failed |= here;
            if ((word.equals("endif") || word.equals("endfor")) && depth > 0 && --depth == 0) {
                if (failed) {
                    return Optional.of(new Span(outermost, block.end(), false));
                }
                outermost = -1;
            }
            if (failed && depth == 0) {
                return Optional.of(new Span(block.start(), block.end(), false));
            }
        }
        return expressions.stream().findFirst();
    }

    private static String word(@Nullable String tag) {
        if (tag == null) {
            return "";
        }
        Matcher word = WORD.matcher(tag);
        return word.find() ? word.group() : "";
    }

    /** The names of the tables that a part of a template stands in or opens: the last header before it, and those in it. */
    static List<String> tablesOf(String template, Span span) {
        List<String> names = new ArrayList<>();
        String before = "";
        Matcher header = HEADER.matcher(template);
        while (header.find() && header.start() < span.end()) {
            if (header.start() < span.start()) {
                before = header.group(1).strip();
            } else {
                names.add(header.group(1).strip());
            }
        }
        names.add(0, before);
        return names;
    }
}
