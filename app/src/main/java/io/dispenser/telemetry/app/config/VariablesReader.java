package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import io.dispenser.telemetry.app.toml.Redacted;
import io.dispenser.telemetry.app.toml.SecretReference;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.Templates;
import io.dispenser.telemetry.app.toml.TomlFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variables that Dispenser's files may use: {@code dispenser.vars}, which is plain TOML, and then in the order of
 * their names the files {@code *.dispenser.vars}, templates that may use the variables of the first. A later file wins.
 */
final class VariablesReader {

    private static final String FIRST = "dispenser.vars";

    private final Path folder;
    private final Diagnostics diagnostics;
    private final Map<String, Object> variables = new HashMap<>();

    /** What is wrong with the files; while nothing is, a variable which is missing was never defined. */
    private @Nullable Failed lost;

    /** @param dispenserToml the file beside which they are */
    VariablesReader(Path dispenserToml, Diagnostics diagnostics) {
        this.folder = Objects.requireNonNullElse(dispenserToml.getParent(), Path.of(""));
        this.diagnostics = diagnostics;
    }

    /** Templates with these variables; what is wrong with the files is among the findings. */
    Templates read() {
        Path first = folder.resolve(FIRST);
        if (Files.isRegularFile(first)) {
            add(first, TomlFile.readPlain(first, diagnostics));
        }
        Templates templates = new Templates(variables, lost);
        for (Path other : others()) {
            add(other, TomlFile.read(other, templates, diagnostics));
        }
        return new Templates(variables, lost);
    }

    /** The same, over the variables of others: one that is defined in both has the value that it has here. */
    Templates readOver(Templates others) {
        variables.putAll(others.variables());
        lost = others.lost();
        return read();
    }

    private List<Path> others() {
        List<Path> files = new ArrayList<>();
        // An empty path is no directory for the JDK, though it resolves like the one that we are in.
        try (DirectoryStream<Path> matching =
                Files.newDirectoryStream(folder.toString().isEmpty() ? Path.of(".") : folder, "*." + FIRST)) {
            matching.forEach(file -> files.add(folder.resolve(file.getFileName())));
        } catch (IOException e) {
            return List.of(); // then dispenser.toml can't be read either, and that is what is told
        }
        return files.stream().filter(Files::isRegularFile).sorted().toList();
    }

    private void add(Path file, Optional<TomlFile> read) {
        diagnostics.unrendered(file).ifPresent(diagnostics::refuse);
        if (lost == null && (read.isEmpty() || diagnostics.hasErrorIn(file))) {
            lost = diagnostics.failed().ofBrokenFile(file);
        }
        if (lost == null) {
            lost = read.flatMap(TomlFile::lost).orElse(null);
        }
        read.map(TomlFile::top).ifPresent(top -> {
            for (String name : top.keys()) {
                if (top.isTable(name)) {
                    secret(top, name);
                } else {
                    top.scalar(name).ifPresent(written -> variables.put(name, written.value()));
                }
            }
        });
    }

    private void secret(Section top, String name) {
        if (top.table(name).flatMap(table -> table.text("source")).isPresent()) {
            variables.put(name, SecretReference.to(name));
            return;
        }
        diagnostics.error(
                top.locationOfKey(name),
                Redacted.plain(name),
                "a table without a source, so neither a value nor a secret by reference",
                "write " + name + " = \"…\", or " + name + " = { source = \"…\", name = \"…\" }");
    }
}
