package io.dispenser.telemetry.app.toml;

import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * What the parser complained of, reduced to one finding a mistake. A mistake within {@code key = value} loses that key only;
 * after any other, keys may have ended up in the wrong table, so what follows is not trusted and not complained of.
 */
final class SyntaxErrors {

    private static final int MOST_REPORTED = 20;
    private static final Pattern REDEFINITION =
            Pattern.compile("^(.+) previously defined at line (\\d+), column (\\d+)$", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");

    private final Path path;
    private final SourceLines source;
    private final List<String> lines;
    private final TomlParseResult root;
    private final List<TomlParseError> errors;
    private final Set<String> keysOfBrokenLines = new HashSet<>();
    private final List<Failed> lostLines = new ArrayList<>();
    private int firstUntrustedLine = Integer.MAX_VALUE;

    SyntaxErrors(Path path, Templates.Rendered rendered, TomlParseResult root) {
        this.path = path;
        this.source = rendered.lines();
        this.lines = rendered.text().lines().toList();
        this.root = root;
        this.errors = firstOfEachLine(root.errors());
        errors.stream().limit(MOST_REPORTED).forEach(this::judge);
        if (errors.size() > MOST_REPORTED) {
            distrustFrom(errors.get(MOST_REPORTED).position().line());
        }
    }

    private static List<TomlParseError> firstOfEachLine(List<TomlParseError> errors) {
        Map<Integer, TomlParseError> byLine = new TreeMap<>();
        for (TomlParseError error : errors) {
            byLine.merge(
                    error.position().line(),
                    error,
                    (one, other) -> one.position().column() <= other.position().column() ? one : other);
        }
        return List.copyOf(byLine.values());
    }

    /** The first line that may have ended up in the wrong table; {@link Integer#MAX_VALUE} when none did. */
    int firstUntrustedLine() {
        return firstUntrustedLine;
    }

    /** The keys that were written, and lost to a mistake in their line. */
    Set<String> keysOfBrokenLines() {
        return keysOfBrokenLines;
    }

    /** The failed expressions that are no value but in a line that can't be read. */
    List<Failed> lostLines() {
        return lostLines;
    }

    private void judge(TomlParseError error) {
        String line = line(error);
        if (isRedefinition(error)) {
            return;
        }
        boolean multiLine = message(error).contains("\"\"\"")
                || message(error).contains("'''")
                || message(error).contains("unclosed");
        int end = line.indexOf('=') >= 0 ? line.indexOf('=') : line.indexOf(':');
        if (end >= 0 && !multiLine) {
            Matcher word = WORD.matcher(line.substring(0, end));
            while (word.find()) {
                keysOfBrokenLines.add(word.group());
            }
        } else if (multiLine || !isRecoveredHeader(line, error.position().line())) {
            distrustFrom(error.position().line());
        }
    }

    private void distrustFrom(int line) {
        firstUntrustedLine = Math.min(firstUntrustedLine, line);
    }

    /** Whether the parser took the line, although it lacks a bracket, for the header of a table. */
    private boolean isRecoveredHeader(String line, int number) {
        return line.strip().startsWith("[")
                && root.keySet().stream().anyMatch(key -> {
                    TomlPosition position = root.inputPositionOf(List.of(key));
                    return (position != null && position.line() == number)
                            || (root.get(List.of(key)) instanceof TomlArray array && hasElementAt(array, number));
                });
    }

    private static boolean hasElementAt(TomlArray array, int line) {
        for (int i = 0; i < array.size(); i++) {
            if (array.inputPositionOf(i).line() == line) {
                return true;
            }
        }
        return false;
    }

    void report(Diagnostics diagnostics) {
        int reported = 0;
        for (TomlParseError error : errors) {
            if (isRedefinition(error) && error.position().line() > firstUntrustedLine) {
                continue;
            }
            SourceLocation location = source.location(path, error.position());
            if (++reported > MOST_REPORTED) {
                diagnostics.error(location, "", "more errors from here on", "correct those above first");
                return;
            }
            report(error, location, diagnostics);
        }
    }

    private void report(TomlParseError error, SourceLocation location, Diagnostics diagnostics) {
        Matcher redefinition = REDEFINITION.matcher(message(error));
        if (redefinition.matches()) {
            SourceLocation first = source.location(
                    path,
                    TomlPosition.positionAt(
                            Integer.parseInt(redefinition.group(2)), Integer.parseInt(redefinition.group(3))));
            diagnostics.error(
                    location,
                    Redacted.plain(redefinition.group(1)),
                    "defined a second time; it is first at line " + first.line() + ", column " + first.column(),
                    "keep one of the two");
            return;
        }
        String rest = rest(error);
        String subject = subject(error.position().line());
        Optional<Failed> failed = diagnostics.failed().in(line(error));
        if (failed.isPresent()) {
            lostLines.add(failed.get());
            if (diagnostics.isVital(subject)) {
                diagnostics.refuse(failed.get());
            } else {
                failed.get().costs(subject.isEmpty() ? "its line is not known" : subject + " counts as missing");
            }
            return;
        }
        if (SecretReference.isAtStartOf(rest)) {
            diagnostics.warning(
                    location,
                    subject,
                    SecretReference.NOT_FETCHED + ", so the key counts as missing",
                    "write the value itself if telemetry should know it");
            return;
        }
        SyntaxAdvice advice = SyntaxAdvice.of(message(error), line(error), rest);
        diagnostics.error(location, subject, advice.message(), advice.remedy());
    }

    private static boolean isRedefinition(TomlParseError error) {
        return message(error).contains("previously defined at");
    }

    /** The key of a {@code key = value} line, with the table that it stands in; empty for another line. */
    private String subject(int number) {
        Matcher key = Pattern.compile("^\\s*([A-Za-z0-9_.-]+)\\s*=")
                .matcher(number <= lines.size() ? lines.get(number - 1) : "");
        if (!key.find()) {
            return "";
        }
        Pattern header = Pattern.compile("^\\s*\\[{1,2}([A-Za-z0-9_.-]+)]{1,2}\\s*(#.*)?$");
        for (int above = number - 1; above > 0; above--) {
            Matcher matcher = header.matcher(lines.get(above - 1));
            if (matcher.matches()) {
                return Redacted.plain(matcher.group(1) + "." + key.group(1));
            }
        }
        return Redacted.plain(key.group(1));
    }

    private static String message(TomlParseError error) {
        return Objects.requireNonNullElse(error.getMessage(), "");
    }

    /** The line from the error's column on. */
    private String rest(TomlParseError error) {
        String line = line(error);
        int before = Math.min(error.position().column() - 1, line.codePointCount(0, line.length()));
        return line.substring(line.offsetByCodePoints(0, before));
    }

    private String line(TomlParseError error) {
        int number = error.position().line();
        return number <= lines.size() ? lines.get(number - 1) : "";
    }
}
