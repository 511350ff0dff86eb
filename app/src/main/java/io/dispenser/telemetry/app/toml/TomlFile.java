package io.dispenser.telemetry.app.toml;

import io.dispenser.telemetry.app.toml.EditedTemplate.LostBlock;
import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A parsed TOML file. The parser goes on after an error in the syntax, so that the rest can be checked too; its {@link TomlSource} knows
 * which part of the rest can be trusted, so that one mistake is not reported as several.
 */
public final class TomlFile {

    private final TomlSource source;
    private final TomlParseResult root;
    private final List<LostBlock> lostBlocks;

    private TomlFile(TomlSource source, TomlParseResult root, List<LostBlock> lostBlocks) {
        this.source = source;
        this.root = root;
        this.lostBlocks = lostBlocks;
    }

    /**
     * Reads, renders and parses {@code path}; empty when that can't be done. All errors are among the findings then, but for that
     * it can't be rendered ({@link Diagnostics#unrendered}).
     */
    public static Optional<TomlFile> read(Path path, Templates templates, Diagnostics diagnostics) {
        return SourceText.read(path, diagnostics)
                .flatMap(text -> templates.render(path, text, diagnostics))
                .map(rendered -> parse(path, rendered, diagnostics));
    }

    /** The same of a file that is no template. */
    public static Optional<TomlFile> readPlain(Path path, Diagnostics diagnostics) {
        return SourceText.read(path, diagnostics)
                .map(text ->
                        parse(path, new Templates.Rendered(text, SourceLines.unchanged(), List.of()), diagnostics));
    }

    private static TomlFile parse(Path path, Templates.Rendered rendered, Diagnostics diagnostics) {
        TomlParseResult root = Toml.parse(rendered.text());
        SyntaxErrors syntax = new SyntaxErrors(path, rendered, root);
        syntax.report(diagnostics);
        return new TomlFile(new TomlSource(path, rendered.lines(), syntax, diagnostics), root, rendered.lost());
    }

    /** What of the file could not be rendered, beside single expressions. */
    public List<LostBlock> lostBlocks() {
        return lostBlocks;
    }

    /** Why a key of the file is not known, if one isn't. */
    public Optional<Failed> lost() {
        return Stream.concat(lostBlocks.stream().map(LostBlock::failed), source.syntax().lostLines().stream())
                .findFirst();
    }

    /** The failed expression by which the name of a service is not known. */
    public Optional<Failed> failedName() {
        @Nullable
        Object name = root.get(List.of("service")) instanceof TomlTable service ? service.get(List.of("name")) : null;
        return name instanceof String text ? source.diagnostics().failed().in(text) : lost();
    }

    /** The same file, with another place for what is wrong with it. */
    public TomlFile withDiagnostics(Diagnostics other) {
        return new TomlFile(new TomlSource(source.path(), source.lines(), source.syntax(), other), root, lostBlocks);
    }

    public Path path() {
        return source.path();
    }

    public Diagnostics diagnostics() {
        return source.diagnostics();
    }

    /** The keys at the top of the file. */
    public Set<String> keys() {
        return root.keySet();
    }

    public SourceLocation locationOfKey(String key) {
        return source.location(root.inputPositionOf(List.of(key)));
    }

    /** What stands above the first table's header. */
    public Section top() {
        return new Section(source, "", root, SourceLocation.wholeFile(source.path()));
    }

    /** The table {@code [name]}; empty when there is none, or when a finding says that it is something else. */
    public Optional<Section> table(String name) {
        return top().table(name);
    }

    /** The tables {@code [[name]]}; empty when there are none, or when a finding says that it is something else. */
    public List<Section> tables(String name) {
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
    public boolean isSurelyMissing(String key) {
        return lostBlocks.isEmpty() && source.isSurelyMissing(key);
    }
}
