package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import java.util.ArrayList;
import java.util.List;

/** A configuration to begin with: what is needed, and every other setting with its meaning, commented out. */
public final class SampleConfiguration {

    private static final int WIDTH = 100;

    private SampleConfiguration() {}

    /**
     * The file's text.
     *
     * @param tables where the tables are: a URI, or a path
     */
    public static String text(String tables) {
        List<String> lines = new ArrayList<>();
        lines.addAll(comment(
                "Configuration of dispenser-telemetry. What is commented out is the default, or has none; docs/configure.md"
                        + " says more."));
        for (Table table : Table.values()) {
            lines.add("");
            // Not commented out: a key whose mark is taken away is then in its table, and an empty one does no harm.
            lines.add("[" + table.fullName() + "]");
            for (Setting<?> setting : Setting.of(table)) {
                lines.add("");
                lines.addAll(comment(setting.meaning() + "."));
                lines.add(line(setting, tables));
            }
        }
        lines.add("");
        lines.addAll(comment(
                "Services with a service.toml of their own, as Dispenser has them. Without any, all containers are observed, each"
                        + " as a service."));
        lines.add("# [[service]]");
        lines.add("# path = \"web\"");
        return String.join("\n", lines) + "\n";
    }

    private static String line(Setting<?> setting, String tables) {
        if (setting.equals(Setting.ENABLED)) {
            return "enabled = true";
        }
        if (setting.equals(Setting.BASE_URI)) {
            return "base_uri = " + quoted(tables);
        }
        return "# " + setting.key() + " = " + value(setting);
    }

    private static String value(Setting<?> setting) {
        String byDefault = setting.defaultText();
        return switch (setting.type()) {
            case "text" -> quoted(byDefault);
            case "list of texts" -> "[]";
            case "boolean" -> byDefault.isEmpty() ? "true" : byDefault;
            default -> byDefault.isEmpty() ? "365" : byDefault;
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static List<String> comment(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("#");
        for (String word : List.of(text.split(" ", -1))) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
