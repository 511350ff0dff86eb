package io.dispenser.telemetry.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * A parsed TOML file. The parser goes on after an error in the syntax, so that the rest can be checked too; this class knows
 * which part of the rest can be trusted, so that one mistake is not reported as several.
 */
final class TomlFile {

    private final Path path;
    private final TomlParseResult root;
    private final SourceLines lines;
    private final SyntaxErrors syntax;
    private final Findings findings;

    private TomlFile(Path path, TomlParseResult root, SourceLines lines, SyntaxErrors syntax, Findings findings) {
        this.path = path;
        this.root = root;
        this.lines = lines;
        this.syntax = syntax;
        this.findings = findings;
    }

    /** Reads, renders and parses {@code path}; empty when that can't be done. All errors are among the findings then. */
    static Optional<TomlFile> read(Path path, Templates templates, Findings findings) {
        return SourceText.read(path, findings)
                .flatMap(text -> templates.render(path, text, findings))
                .map(rendered -> {
                    TomlParseResult root = Toml.parse(rendered.text());
                    SyntaxErrors syntax = new SyntaxErrors(path, rendered, root);
                    syntax.report(findings);
                    return new TomlFile(path, root, rendered.lines(), syntax, findings);
                });
    }

    Path path() {
        return path;
    }

    Findings findings() {
        return findings;
    }

    /** The keys at the top of the file. */
    Set<String> keys() {
        return root.keySet();
    }

    Place placeOfKey(String key) {
        return place(root.inputPositionOf(List.of(key)));
    }

    /** What stands above the first table's header. */
    Section top() {
        return new Section(this, "", root, Place.wholeFile(path));
    }

    /** The table {@code [name]}; empty when there is none, or when a finding says that it is something else. */
    Optional<Section> table(String name) {
        return top().table(name);
    }

    /** The tables {@code [[name]]}; empty when there are none, or when a finding says that it is something else. */
    List<Section> tables(String name) {
        Object value = root.get(List.of(name));
        TomlPosition position = root.inputPositionOf(List.of(name));
        if (value instanceof TomlArray array && Section.holdsTables(array)) {
            return IntStream.range(0, array.size())
                    .filter(i -> isTrusted(array.inputPositionOf(i)))
                    .mapToObj(i -> new Section(this, name, array.getTable(i), place(array.inputPositionOf(i))))
                    .toList();
        }
        if (value != null && isTrusted(position)) {
            findings.error(
                    place(position),
                    name,
                    Section.typeOf(value) + ", but a list of tables is needed",
                    "write [[" + name + "]] with double brackets, once for each");
        }
        return List.of();
    }

    /** Whether what stands at {@code position} belongs where the parser put it. */
    boolean isTrusted(@Nullable TomlPosition position) {
        return position != null && position.line() < syntax.firstUntrustedLine();
    }

    /** Whether {@code key} would have been seen if it were there. */
    boolean isSurelyMissing(String key) {
        return syntax.firstUntrustedLine() == Integer.MAX_VALUE
                && !syntax.keysOfBrokenLines().contains(key);
    }

    Place place(@Nullable TomlPosition position) {
        return position == null ? Place.wholeFile(path) : lines.place(path, position);
    }
}
