package io.dispenser.telemetry.app.documents;

import io.dispenser.telemetry.app.config.ConfigurationException;
import io.dispenser.telemetry.app.config.ConfigurationFile;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.app.toml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Configurations of pages, read as the program reads them. */
final class Configurations {

    private static final String DISPENSERS = "/etc/dispenser/";
    private static final Pattern ENTRY = Pattern.compile("([a-z_]+) = (true|false|\\d+|\"[^\"]*\")");
    private static final Pattern PLACE = Pattern.compile("\\[(telemetry[a-z_.]*)\\](?: ([a-z_]+).*)?");

    private final Path folder;

    /** @param folder where files are put */
    Configurations(Path folder) {
        this.folder = folder;
    }

    /** What the program says to a whole file, warnings as well. */
    List<String> problems(String toml) {
        try {
            Path dispensers = Files.createDirectories(folder.resolve("dispenser"));
            Files.writeString(dispensers.resolve("dispenser.toml"), "");
            Path file = Files.writeString(
                    folder.resolve("dispenser.toml"),
                    toml.replace('"' + DISPENSERS, '"' + dispensers.toString() + '/'));
            return ConfigurationFile.load(file, new AllSchemes()).warnings().stream()
                    .map(this::words)
                    .toList();
        } catch (ConfigurationException e) {
            return Stream.concat(e.problems().stream(), e.warnings().stream())
                    .map(this::words)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with what stands between backticks, if it is a key with a value, or a table: {@code enabled = true}. */
    List<String> problemsOfMention(String span) {
        Matcher place = PLACE.matcher(span);
        if (place.matches()) {
            return Arrays.stream(Setting.Table.values())
                            .filter(table -> table.fullName().equals(place.group(1)))
                            .anyMatch(table -> place.group(2) == null || has(table, place.group(2)))
                    ? List.of()
                    : List.of(span + ": no such key");
        }
        Matcher entry = ENTRY.matcher(span);
        if (!entry.matches()) {
            return List.of();
        }
        List<Setting.Table> tables = Arrays.stream(Setting.Table.values())
                .filter(table -> has(table, entry.group(1)))
                .toList();
        if (tables.isEmpty()) {
            return List.of(span + ": no such key");
        }
        // Where a key is in several tables, one of them has to take the value.
        List<List<String>> answers = tables.stream()
                .map(table -> problems("[" + table.fullName() + "]\n" + span + "\n").stream()
                        .filter(problem -> !problem.contains("base_uri"))
                        .toList())
                .toList();
        return answers.stream().anyMatch(List::isEmpty) ? List.of() : answers.get(0);
    }

    private String words(Problem problem) {
        return problem.toString().replace(folder + "/", "");
    }

    private static boolean has(Setting.Table table, String key) {
        return Setting.of(table).stream().anyMatch(setting -> setting.key().equals(key));
    }

    /** Those of all adapters. */
    private record AllSchemes() implements ServedSchemes {

        private static final List<Set<String>> ADAPTERS =
                List.of(Set.of("file"), Set.of("s3", "s3a"), Set.of("gs"), Set.of("az", "adls", "abfss"));

        @Override
        public Set<String> schemes() {
            Set<String> all = new TreeSet<>();
            ADAPTERS.forEach(all::addAll);
            return all;
        }

        @Override
        public boolean haveOneAdapter(String scheme, String other) {
            return ADAPTERS.stream().anyMatch(adapter -> adapter.containsAll(List.of(scheme, other)));
        }
    }
}
