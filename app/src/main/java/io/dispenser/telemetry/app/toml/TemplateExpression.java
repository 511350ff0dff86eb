package io.dispenser.telemetry.app.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in a template's tags and in its {@code ${ }}: which of it is the same in both engines. */
final class TemplateExpression {

    private static final Set<String> FILTERS = Set.of("upper", "lower", "trim", "replace", "default");
    private static final Set<String> TESTS = Set.of("defined", "undefined");
    private static final Set<String> OF_LOOP = Set.of("index", "index0", "first", "last", "length");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");
    private static final Set<String> WORDS = Set.of("not", "and", "or", "is", "in", "true", "false");
    private static final Set<String> UNKNOWN_WORDS = Set.of("if", "else", "none", "None", "True", "False");

    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'"
            + "|[0-9]+(?:\\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|==|!=|<=|>=|//|\\*\\*|\\S");

    private final Map<String, Object> variables;

    /** @param variables their values, by which it knows a text from a number */
    TemplateExpression(Map<String, Object> variables) {
        this.variables = variables;
    }

    /**
     * Something that is not the same.
     *
     * @param offset where it stands in the template
     * @param message what is wrong with it
     */
    record Unknown(int offset, String message) {}

    /**
     * A piece of an expression.
     *
     * @param offset where it stands in the template
     */
    record Token(String text, int offset) {
        boolean isWord() {
            return Character.isLetter(text.charAt(0)) || text.charAt(0) == '_';
        }

        boolean isNumber() {
            return Character.isDigit(text.charAt(0));
        }

        boolean isText() {
            return text.charAt(0) == '"' || text.charAt(0) == '\'';
        }
    }

    /** The pieces, without the marks that take white space away. */
    static List<Token> tokens(String code, int offset) {
        List<Token> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(code);
        while (token.find()) {
            tokens.add(new Token(token.group(), offset + token.start()));
        }
        boolean opens = !tokens.isEmpty() && tokens.get(0).text().equals("-");
        int last = tokens.size() - 1;
        boolean closes = last > 0 && tokens.get(last).text().equals("-");
        return tokens.subList(opens ? 1 : 0, closes ? last : tokens.size());
    }

    /**
     * The first thing that is not the same; empty if all of it is.
     *
     * @param condition whether only its truth matters
     */
    Optional<Unknown> firstUnknown(List<Token> tokens, boolean condition) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            @Nullable Token before = i == 0 ? null : tokens.get(i - 1);
            @Nullable Token next = i + 1 == tokens.size() ? null : tokens.get(i + 1);
            boolean tested = is(tokens, i - 1, "is") || (is(tokens, i - 1, "not") && is(tokens, i - 2, "is"));
            Optional<Unknown> unknown = token.isWord() && tested
                    ? test(token)
                    : token.isWord()
                            ? word(token, before, next, condition)
                            : token.isText() && token.text().contains("\\")
                                    ? unknown(token, "a backslash in a text is not known here")
                                    : operator(token, before, next);
            if (unknown.isPresent()) {
                return unknown;
            }
        }
        return Optional.empty();
    }

    private static boolean is(List<Token> tokens, int index, String text) {
        return index >= 0 && tokens.get(index).text().equals(text);
    }

    private Optional<Unknown> test(Token word) {
        return TESTS.contains(word.text()) || word.text().equals("not") ? Optional.empty() : notKnown(word);
    }

    private Optional<Unknown> word(Token word, @Nullable Token before, @Nullable Token next, boolean condition) {
        String last = before == null ? "" : before.text();
        if (last.equals("|")) {
            return FILTERS.contains(word.text()) ? Optional.empty() : notKnown(word);
        }
        if (last.equals(".")) {
            return OF_LOOP.contains(word.text()) ? Optional.empty() : notKnown(word);
        }
        if (next != null && next.text().equals("(") && !WORDS.contains(word.text())) {
            return notKnown(word);
        }
        if (UNKNOWN_WORDS.contains(word.text()) || word.text().equals("in")) {
            return notKnown(word);
        }
        if (!condition && (word.text().equals("and") || word.text().equals("or"))) {
            return unknown(word, word.text() + " is not known here but in the condition of an if");
        }
        Object value = variables.get(word.text());
        if (condition && value instanceof String text && FailedExpressions.isIn(text)) {
            return unknown(
                    word, "the value of " + Redacted.plain(word.text()) + " is not known, since it failed itself");
        }
        if (condition && value instanceof String text && text.equalsIgnoreCase("false") && isAlone(before, next)) {
            return unknown(
                    word,
                    Redacted.plain(word.text()) + " is the text \"" + text + "\", which counts as true for Dispenser");
        }
        if (value instanceof Double && value.toString().contains("E")) {
            return unknown(word, "a number of this size is not written alike everywhere");
        }
        return Optional.empty();
    }

    private static boolean isAlone(@Nullable Token before, @Nullable Token next) {
        boolean left = before != null && COMPARISONS.contains(before.text());
        boolean right = next != null
                && (COMPARISONS.contains(next.text()) || Set.of("|", "is").contains(next.text()));
        return !left && !right;
    }

    private Optional<Unknown> operator(Token token, @Nullable Token before, @Nullable Token next) {
        String operator = token.text();
        if (COMPARISONS.contains(operator)) {
            return compared(token, before, next);
        }
        return switch (operator) {
            case "+", "-", "*" ->
                isNumber(next) && (isNumber(before) || (operator.equals("-") && isStart(before)))
                        ? Optional.empty()
                        : unknown(token, operator + " is only known between numbers here");
            case "." ->
                before != null && before.text().equals("loop")
                        ? Optional.empty()
                        : unknown(token, "a value's part, with a dot, is not known here");
            case "[" ->
                isStart(before) ? Optional.empty() : unknown(token, "a value's part, in brackets, is not known here");
            case "|", "~", "(", ")", "]", ",", "=" -> Optional.empty();
            default -> token.isNumber() || token.isText() ? Optional.empty() : notKnown(token);
        };
    }

    private static boolean isStart(@Nullable Token before) {
        return before == null
                || Set.of("(", "[", ",", "=").contains(before.text())
                || COMPARISONS.contains(before.text());
    }

    /** Whoever compares a text with a number finds them equal here and different there. */
    private Optional<Unknown> compared(Token operator, @Nullable Token before, @Nullable Token next) {
        String left = kind(before);
        String right = kind(next);
        return left.isEmpty() || right.isEmpty() || left.equals(right)
                ? Optional.empty()
                : unknown(operator, left + " is compared with " + right);
    }

    private boolean isNumber(@Nullable Token token) {
        return kind(token).equals("a number") || (token != null && OF_LOOP.contains(token.text()));
    }

    private String kind(@Nullable Token token) {
        if (token == null) {
            return "";
        }
        if (token.isText()) {
            return "a text";
        }
        if (token.isNumber()) {
            return "a number";
        }
        Object value = variables.get(token.text());
        boolean isTruth = token.text().equals("true") || token.text().equals("false") || value instanceof Boolean;
        return isTruth
                ? "true or false"
                : value instanceof Number ? "a number" : value instanceof String ? "a text" : "";
    }

    static Optional<Unknown> notKnown(Token token) {
        return unknown(token, "`" + Redacted.plain(token.text()) + "` is not known here");
    }

    static Optional<Unknown> unknown(Token token, String message) {
        return Optional.of(new Unknown(token.offset(), message));
    }
}
