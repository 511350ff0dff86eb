package io.dispenser.telemetry.adapter.delta.analysis;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the folder {@code analysis}.
 *
 * @param name the file's name without its ending
 * @param sql what is in it
 */
public record Question(String name, String sql) {

    private static final Pattern CLOCK = Pattern.compile("(FROM|JOIN) clock\\b");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    /** All questions, by name. */
    public static List<Question> all() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> texts = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            List<Question> questions = new ArrayList<>();
            for (Path text : texts) {
                String name = text.getFileName().toString().replaceFirst("\\.sql$", "");
                questions.add(new Question(name, Files.readString(text)));
            }
            return questions;
        }
    }

    /** The question as it is asked at the end of the {@link ScriptedMonth}. */
    public String sqlOfTheMonth() {
        return sqlAt(ScriptedMonth.END);
    }

    /** The question as it is asked at a time of the last day of the {@link ScriptedMonth}. */
    public String sqlAt(Instant time) {
        String clock = "$1 (SELECT " + time.getEpochSecond() + "e0 AS t)";
        return CLOCK.matcher(sql.replace("CURRENT_DATE", "DATE '" + ScriptedMonth.TODAY + "'"))
                .replaceAll(clock);
    }

    /**
     * The statements that make the views.
     *
     * @param engine which engine's
     * @param places what stands in the file, and what is to stand there; all of it has to be there
     */
    public static List<String> setup(String engine, Map<String, String> places) throws IOException {
        String text = Files.readString(folder().resolve("setup/" + engine + ".sql"));
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (!text.contains(place.getKey())) {
                throw new IllegalArgumentException(engine + ".sql does not have " + place.getKey());
            }
            text = text.replace(place.getKey(), place.getValue());
        }
        String withoutComments =
                text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(withoutComments.split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** A value as text that is the same whatever engine told it: numbers with six decimals at most. */
    public static String cell(@Nullable Object value) {
        String text = String.valueOf(value);
        if (!NUMBER.matcher(text).matches()) {
            return text;
        }
        BigDecimal rounded =
                new BigDecimal(text).setScale(6, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** The values of a row as such texts. */
    public static List<String> row(@Nullable Object... values) {
        return Arrays.stream(values).map(Question::cell).toList();
    }

    private static Path folder() throws IOException {
        Optional<Path> folder = Stream.iterate(
                        Path.of("").toAbsolutePath(), each -> each != null, each -> each.getParent())
                .map(each -> each.resolve("analysis"))
                .filter(each -> Files.isDirectory(each.resolve("setup")))
                .findFirst();
        return folder.orElseThrow(
                () -> new IOException("no folder analysis above " + Path.of("").toAbsolutePath()));
    }
}
