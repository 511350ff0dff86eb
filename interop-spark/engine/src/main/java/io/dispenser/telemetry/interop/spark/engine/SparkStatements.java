package io.dispenser.telemetry.interop.spark.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs SQL statements, one a line of standard input, in a Spark session of one thread with Delta Lake; the arguments are
 * settings of the session, {@code name=value}.
 *
 * <p>An answer is a line {@code rows N} and N lines with a row each, or a line {@code failed MESSAGE}. Cells are written as
 * PostgreSQL's COPY does: tabs between them, {@code \N} for null, and backslashes before what would break a line. A
 * statement has its line breaks written in the same way. Standard input's end is the end.
 */
public final class SparkStatements {

    private SparkStatements() {}

    public static void main(String[] settings) throws IOException {
        PrintStream answers = new PrintStream(System.out, false, UTF_8);
        System.setOut(System.err); // what a library prints is no answer
        SparkSession.Builder builder = SparkSession.builder().master("local[1]").appName("interop");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            builder = builder.config(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try (SparkSession spark = builder.getOrCreate()) {
            say(answers, "ready " + spark.version());
            BufferedReader statements = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String line = statements.readLine(); line != null; line = statements.readLine()) {
                answer(spark, line.replace("\\n", "\n"), answers);
            }
        }
    }

    private static void answer(SparkSession spark, String statement, PrintStream answers) {
        String answer;
        try {
            Row[] rows = (Row[]) spark.sql(statement).collect();
            StringBuilder text = new StringBuilder("rows " + rows.length);
            for (Row row : rows) {
                text.append('\n').append(cells(row));
            }
            answer = text.toString();
        } catch (Throwable e) { // a checked one may come out of Scala unannounced
            e.printStackTrace();
            answer = "failed " + escaped(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        say(answers, answer);
    }

    private static String cells(Row row) {
        StringBuilder cells = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            cells.append(column == 0 ? "" : "\t");
            Object cell = row.isNullAt(column) ? null : row.schema().apply(column).dataType().typeName().equals("map")
                    ? sorted(row.getJavaMap(column))
                    : row.get(column);
            cells.append(cell == null ? "\\N" : escaped(cell.toString()));
        }
        return cells.toString();
    }

    private static Map<String, String> sorted(Map<Object, Object> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(
                        each -> String.valueOf(each.getKey()),
                        each -> String.valueOf(each.getValue()),
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static void say(PrintStream answers, String text) {
        answers.print(text + "\n");
        answers.flush();
    }
}
