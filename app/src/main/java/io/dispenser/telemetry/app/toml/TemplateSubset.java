package io.dispenser.telemetry.app.toml;

import io.dispenser.telemetry.app.toml.TemplateExpression.Token;
import io.dispenser.telemetry.app.toml.TemplateExpression.Unknown;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of Jinja is the same for Dispenser, which renders with MiniJinja, and here, where Jinjava does. Each has tags, filters
 * and tests that the other one lacks or understands otherwise, often in silence; a template that uses one of those is refused,
 * since a wrong value would stand in the table. What is on the lists was compared.
 */
final class TemplateSubset {

    private static final Set<String> TAGS =
            Set.of("if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw");

    private static final Pattern BLOCK = Pattern.compile("\\{#.*?#}|\\{%(.*?)%}|\\$\\{(.*?)}", Pattern.DOTALL);
    private static final Pattern END_OF_RAW = Pattern.compile("\\{%[-+]?\\s*endraw\\s*[-+]?%}");

    private final String text;
    private final TemplateExpression expressions;
    private final Deque<String> open = new ArrayDeque<>();

    private TemplateSubset(String text, Map<String, Object> variables) {
        this.text = text;
        this.expressions = new TemplateExpression(variables);
    }

    /** The first thing in a template that is not the same in both; empty if all of it is. */
    static Optional<Unknown> firstUnknown(String template, Map<String, Object> variables) {
        return new TemplateSubset(template, variables).find();
    }

    private Optional<Unknown> find() {
        Matcher block = BLOCK.matcher(text);
        int from = 0;
        while (block.find(from)) {
            from = block.end();
            Optional<Unknown> unknown = Optional.empty();
            if (block.group(1) != null) {
                List<Token> tokens = TemplateExpression.tokens(block.group(1), block.start(1));
                unknown = tag(tokens);
                if (!tokens.isEmpty() && tokens.get(0).text().equals("raw")) {
                    Matcher end = END_OF_RAW.matcher(text);
                    from = end.find(from) ? end.start() : text.length();
                }
            } else if (block.group(2) != null) {
                unknown = expressions.firstUnknown(TemplateExpression.tokens(block.group(2), block.start(2)), false);
            }
            if (unknown.isPresent()) {
                return unknown;
            }
        }
        return Optional.empty();
    }

    private Optional<Unknown> tag(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return Optional.empty(); // the engine says that
        }
        Token tag = tokens.get(0);
        if (!TAGS.contains(tag.text())) {
            return TemplateExpression.notKnown(tag);
        }
        List<Token> rest = tokens.subList(1, tokens.size());
        switch (tag.text()) {
            case "if" -> {
                open.push("if");
                return expressions.firstUnknown(rest, true);
            }
            case "elif" -> {
                return expressions.firstUnknown(rest, true);
            }
            case "else" -> {
                return "for".equals(open.peek())
                        ? TemplateExpression.unknown(tag, "else of a loop is not known here")
                        : Optional.empty();
            }
            case "for" -> {
                open.push("for");
                return loop(tag, rest);
            }
            case "set" -> {
                return set(tag, rest);
            }
            case "endif", "endfor" -> open.poll();
            default -> {}
        }
        return Optional.empty();
    }

    private Optional<Unknown> loop(Token tag, List<Token> rest) {
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i).text().equals("in")) {
                return expressions.firstUnknown(rest.subList(i + 1, rest.size()), false);
            }
        }
        return TemplateExpression.unknown(tag, "a loop without in is not known here");
    }

    private Optional<Unknown> set(Token tag, List<Token> rest) {
        if (open.contains("for")) {
            return TemplateExpression.unknown(tag, "set in a loop is not known here");
        }
        return rest.size() < 3 || !rest.get(1).text().equals("=")
                ? TemplateExpression.unknown(tag, "set without a value is not known here")
                : expressions.firstUnknown(rest.subList(2, rest.size()), false);
    }
}
