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
 * A parsed TOML file. The parser goes on after an error in the syntax, so that the rest can be checked too; its {@link TomlSource} knows
 * which part of the rest can be trusted, so that one mistake is not reported as several.
 */
final class TomlFile {

    private final TomlSource source;
    private final TomlParseResult root;

    private TomlFile(TomlSource source, TomlParseResult root) {
        this.source = source;
        this.root = root;
    }

    /** Reads, renders and parses {@code path}; empty when that can't be done. All errors are among the findings then. */
    static Optional<TomlFile> read(Path path, Templates templates, Diagnostics diagnostics) {
        return SourceText.read(path, diagnostics)
                .flatMap(text -> templates.render(path, text, diagnostics))
                .map(rendered -> parse(path, rendered, diagnostics));
    }

    /** The same of a file that is no template. */
    static Optional<TomlFile> readPlain(Path path, Diagnostics diagnostics) {
        return SourceText.read(path, diagnostics)
                .map(text -> parse(path, new Templates.Rendered(text, SourceLines.unchanged()), diagnostics));
    }

    private static TomlFile parse(Path path, Templates.Rendered rendered, Diagnostics diagnostics) {
        TomlParseResult root = Toml.parse(rendered.text());
        SyntaxErrors syntax = new SyntaxErrors(path, rendered, root);
        syntax.report(diagnostics);
        return new TomlFile(new TomlSource(path, rendered.lines(), syntax, diagnostics), root);
    }

    Path path() {
        return source.path();
    }

    Diagnostics diagnostics() {
        return source.diagnostics();
    }

    /** The keys at the top of the file. */
    Set<String> keys() {
        return root.keySet();
    }

    SourceLocation locationOfKey(String key) {
        return source.location(root.inputPositionOf(List.of(key)));
    }

    /** What stands above the first table's header. */
    Section top() {
        return new Section(source, "", root, SourceLocation.wholeFile(source.path()));
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
                    .filter(i -> source.isTrusted(array.inputPositionOf(i)))
                    .mapToObj(i ->
                            new Section(source, name, array.getTable(i), source.location(array.inputPositionOf(i))))
                    .toList();
        }
        if (value != null && source.isTrusted(position)) {
            source.diagnostics()
                    .error(
                            source.location(position),
                            name,
                            Section.typeOf(value) + ", but a list of tables is needed",
                            "write [[" + name + "]] with double brackets, once for each");
        }
        return List.of();
    }

    /** Whether {@code key} would have been seen if it were there. */
    boolean isSurelyMissing(String key) {
        return source.isSurelyMissing(key);
    }

    SourceLocation location(@Nullable TomlPosition position) {
        return source.location(position);
    }
}
