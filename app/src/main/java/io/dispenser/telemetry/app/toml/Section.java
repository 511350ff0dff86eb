package io.dispenser.telemetry.app.toml;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A table of a TOML file, read key by key; a value of another type than asked for becomes a finding. */
public final class Section {

    private final TomlSource source;
    private final String name;
    private final TomlTable table;
    private final SourceLocation location;

    public Section(TomlSource source, String name, TomlTable table, SourceLocation location) {
        this.source = source;
        this.name = name;
        this.table = table;
        this.location = location;
    }

    /** The failed expressions that values in it, or in its tables, are made of. */
    public List<Failed> failed() {
        List<Failed> failed = new ArrayList<>();
        addFailed(table, failed);
        return failed;
    }

    private void addFailed(Object value, List<Failed> to) {
        if (value instanceof String text) {
            source.diagnostics().failed().in(text).ifPresent(to::add);
        } else if (value instanceof TomlArray array) {
            array.toList().forEach(each -> addFailed(each, to));
        } else if (value instanceof TomlTable inner) {
            inner.keySet().forEach(key -> addFailed(requireNonNull(inner.get(List.of(key))), to));
        }
    }

    /** Where its header stands. */
    public SourceLocation location() {
        return location;
    }

    /** The file that it is in. */
    public Path file() {
        return source.path();
    }

    public Diagnostics diagnostics() {
        return source.diagnostics();
    }

    public Set<String> keys() {
        return table.keySet();
    }

    /** Whether what stands under {@code key} was written there, and not put there by the parser's recovery. */
    public boolean isTrusted(String key) {
        return source.isTrusted(table.inputPositionOf(List.of(key)));
    }

    public SourceLocation locationOfKey(String key) {
        return source.location(table.inputPositionOf(List.of(key)));
    }

    /** Whether a table stands under {@code key}. */
    public boolean isTable(String key) {
        return table.get(List.of(key)) instanceof TomlTable;
    }

    /** The table under {@code key}; empty when there is none, or when a finding says that it is something else. */
    public Optional<Section> table(String key) {
        Object value = table.get(List.of(key));
        String fullName = fullName(key);
        if (value instanceof TomlTable inner) {
            return Optional.of(new Section(source, fullName, inner, locationOfKey(key)));
        }
        if (value != null && isTrusted(key)) {
            source.diagnostics()
                    .error(
                            locationOfKey(key),
                            fullName,
                            typeOf(value) + ", but a table is needed",
                            "write [" + fullName + "] and its keys below");
        }
        return Optional.empty();
    }

    /** A text, a number, or true or false. */
    public Optional<Located<Object>> scalar(String key) {
        return single(
                key,
                value -> value instanceof String || value instanceof Number || value instanceof Boolean ? value : null,
                "text, a number, or true or false is needed",
                value -> "write a single value");
    }

    /** A list of texts. */
    public Optional<Located<List<String>>> texts(String key) {
        return value(
                key,
                value -> value instanceof TomlArray array
                                && array.toList().stream().allMatch(String.class::isInstance)
                        ? array.toList().stream().map(String.class::cast).toList()
                        : null,
                "a list of texts is needed",
                value -> "write " + key + " = [\"…\", \"…\"]");
    }

    /** What the key is called in a message. */
    public String subjectOf(String key) {
        return fullName(Redacted.plain(key));
    }

    private String fullName(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    public Optional<Located<String>> text(String key) {
        return single(
                key,
                value -> value instanceof String text ? text : null,
                "text is needed",
                value -> "write it in quotes: " + key + " = " + Redacted.quoted(String.valueOf(value)));
    }

    /** A text, or a number that stands for its digits. */
    public Optional<Located<String>> textOrNumber(String key) {
        return single(
                key,
                value -> {
                    if (value instanceof Double number && Double.isFinite(number)) {
                        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
                    }
                    return value instanceof Long number
                            ? number.toString()
                            : value instanceof String text ? text : null;
                },
                "text or a number is needed",
                value -> "write it in quotes");
    }

    public Optional<Located<Boolean>> flag(String key) {
        return single(
                key,
                value -> value instanceof Boolean flag ? flag : null,
                "true or false is needed",
                value -> "true".equals(value) || "false".equals(value)
                        ? "write " + value + " without quotes"
                        : "write true or false");
    }

    /** A whole number; empty, and no finding, for anything else. */
    public Optional<Long> wholeNumberIfOne(String key) {
        return table.get(List.of(key)) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    public Optional<Located<Long>> wholeNumber(String key) {
        return single(
                key,
                value -> value instanceof Long number ? number : null,
                "a whole number is needed",
                value -> value instanceof String text && text.matches("[0-9]{1,18}")
                        ? "write " + text + " without quotes"
                        : "write digits only");
    }

    private <T> Optional<Located<T>> value(
            String key, Function<Object, @Nullable T> as, String expectation, Function<Object, String> remedy) {
        Object raw = table.get(List.of(key));
        if (raw == null || !isTrusted(key)) {
            return Optional.empty();
        }
        SourceLocation location = source.location(valuePosition(key));
        String subject = subject(key, raw);
        T value = as.apply(raw);
        if (value == null) {
            source.diagnostics().error(location, subject, typeOf(raw) + ", but " + expectation, remedy.apply(raw));
            return Optional.empty();
        }
        return Optional.of(new Located<>(value, fullName(key), location, subject));
    }

    /** The same for what is neither a table nor a list. */
    private <T> Optional<Located<T>> single(
            String key, Function<Object, @Nullable T> as, String expectation, Function<Object, String> remedy) {
        return value(
                key,
                as,
                expectation,
                raw -> raw instanceof TomlTable || raw instanceof TomlArray
                        ? "write a single value"
                        : remedy.apply(raw));
    }

    private @Nullable TomlPosition valuePosition(String key) {
        var entry = table.entry(List.of(key));
        TomlPosition position = entry == null ? null : entry.value().position();
        return position == null ? table.inputPositionOf(List.of(key)) : position;
    }

    /** The key, with its value if that is a text, a number, or true or false. */
    private String subject(String key, Object value) {
        if (value instanceof String text) {
            return fullName(key) + " = " + Redacted.quoted(FailedExpressions.withoutMarks(text));
        }
        return fullName(key) + (value instanceof Number || value instanceof Boolean ? " = " + value : "");
    }

    /** Whether every element is a table, as in {@code [[name]]}. An empty array holds no table that is missed. */
    static boolean holdsTables(TomlArray array) {
        return array.toList().stream().allMatch(TomlTable.class::isInstance);
    }

    /** A value's type in words. */
    static String typeOf(Object value) {
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Long) {
            return "a whole number";
        }
        if (value instanceof Double) {
            return "a decimal number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof TomlTable) {
            return "a table";
        }
        return value instanceof TomlArray ? "a list" : "a date or time";
    }
}
