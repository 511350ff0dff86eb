package io.dispenser.telemetry.interop.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Spark session in another process, which lives as long as the tests. It takes one statement at a time, from any thread.
 */
final class Spark {

    private static final String ENGINE = "io.dispenser.telemetry.interop.spark.engine.";

    /** What Spark's own scripts open for it. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private static final List<String> SETTINGS = List.of(
            "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.delta.logStore.file.impl=" + ENGINE + "LinkingLogStore",
            "spark.ui.enabled=false",
            "spark.log.level=WARN",
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.sql.session.timeZone=UTC",
            "spark.sql.datetime.java8API.enabled=true",
            // A task takes longer to start than to run on a few rows.
            "spark.sql.shuffle.partitions=1",
            "spark.databricks.delta.snapshotPartitions=1",
            // VACUUM lists directories in so many tasks, 10000 if not told otherwise.
            "spark.sql.sources.parallelPartitionDiscovery.parallelism=1",
            // The tests vacuum what was just written.
            "spark.databricks.delta.retentionDurationCheck.enabled=false");

    private static final Spark SHARED = start();

    private final Writer statements;
    private final BufferedReader answers;

    private Spark(Process process) throws IOException {
        statements = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String greeting = answers.readLine();
        if (greeting == null || !greeting.startsWith("ready ")) {
            throw new IOException("Spark did not get ready; see " + engine().resolve("spark.log"));
        }
    }

    /** The session of all tests. It ends with this process, which it reads from. */
    static Spark shared() {
        return SHARED;
    }

    /** Spark refused a statement, or failed at it. */
    static final class Refusal extends RuntimeException {
        Refusal(String message) {
            super(message);
        }
    }

    /** The rows that a statement gives, each value as its text. */
    synchronized List<List<@Nullable String>> sql(String statement) {
        try {
            statements.write(statement.strip().replace("\n", "\\n") + "\n");
            statements.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("Spark has ended; see " + engine().resolve("spark.log"));
            }
            if (answer.startsWith("failed ")) {
                throw new Refusal(unescaped(answer.substring("failed ".length())));
            }
            List<List<@Nullable String>> rows = new ArrayList<>();
            for (int left = Integer.parseInt(answer.substring("rows ".length())); left > 0; left--) {
                rows.add(cells(answers.readLine()));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one value that a statement gives. */
    String value(String statement) {
        return String.valueOf(sql(statement).get(0).get(0));
    }

    private static List<@Nullable String> cells(String line) {
        List<@Nullable String> cells = new ArrayList<>();
        for (String cell : line.split("\t", -1)) {
            cells.add(cell.equals("\\N") ? null : unescaped(cell));
        }
        return Collections.unmodifiableList(cells);
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\\') {
                at++;
                next = switch (text.charAt(at)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> text.charAt(at);
                };
            }
            plain.append(next);
        }
        return plain.toString();
    }

    private static Path engine() {
        return Path.of(System.getProperty("interop.spark.engine", "engine/target"))
                .toAbsolutePath();
    }

    private static Spark start() {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx700m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + Files.createDirectories(engine().resolve("scratch"))));
            OPENED.forEach(name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
            String classPath = engine().resolve("classes")
                    + File.pathSeparator
                    + Files.readString(engine().resolve("spark.classpath")).strip();
            command.addAll(Arrays.asList("-cp", classPath, ENGINE + "SparkStatements"));
            command.addAll(SETTINGS);
            command.add("spark.sql.warehouse.dir=" + engine().resolve("warehouse"));
            return new Spark(new ProcessBuilder(command)
                    .redirectError(engine().resolve("spark.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
