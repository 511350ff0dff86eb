package io.dispenser.telemetry.interop.spark;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table in a directory, which Spark and we write to.
 *
 * @param <E> the events of its rows
 */
final class SharedTable<E extends TelemetryEvent> {

    static final String ENGINE_INFO = "dispenser-telemetry/interop";

    final Path directory;
    private final TelemetryTable<E> definition;
    private final Spark spark = Spark.shared();

    SharedTable(TelemetryTable<E> definition, Path directory) {
        this.definition = definition;
        this.directory = directory;
    }

    TableStore open() {
        return new LocalStorageAdapter().open(TableUri.parse("file://" + directory), StorageSettings.NONE);
    }

    DeltaSink<E> sink() {
        return new DeltaSink<>(definition, open(), ENGINE_INFO);
    }

    DeltaMaintenance maintenance() {
        return new DeltaMaintenance(definition.name(), open(), ENGINE_INFO);
    }

    /** Lets us append a batch. */
    void append(int number, List<E> events) throws SinkException, InterruptedException {
        try (DeltaSink<E> sink = sink()) {
            sink.write(new Batch<>("us", number, events));
        }
    }

    /** The table's name in Spark's SQL. */
    String name() {
        return "delta.`" + directory + "`";
    }

    /** Runs a statement, in which TABLE is this table. */
    List<List<@Nullable String>> sql(String statement) {
        return spark.sql(statement.replace("TABLE", name()));
    }

    /** Lets Spark begin a statement, and do something before it commits; what Spark said of it afterwards. */
    CompletableFuture<List<List<@Nullable String>>> sqlForestalled(String statement, Callable<?> meanwhile)
            throws Exception {
        Path hold = Files.createFile(directory.resolveSibling(directory.getFileName() + ".hold"));
        Path held = directory.resolveSibling(directory.getFileName() + ".held");
        try {
            CompletableFuture<List<List<@Nullable String>>> said = CompletableFuture.supplyAsync(() -> sql(statement));
            while (!said.isDone() && Files.notExists(held)) {
                Thread.sleep(20);
            }
            meanwhile.call();
            return said;
        } finally {
            Files.delete(hold);
            Files.deleteIfExists(held);
        }
    }

    /** Lets Spark create the table with the documented schema, and more columns and properties if wanted. */
    void createBySpark(String moreColumns, Map<String, String> properties) {
        createBySpark(moreColumns, properties, "partitioned by (date)");
    }

    void createBySpark(String moreColumns, Map<String, String> properties, String layout) {
        String columns = definition.columns().stream()
                .map(column -> column.name() + " " + column.type() + (column.nullable() ? "" : " not null"))
                .collect(Collectors.joining(", "));
        String set = properties.isEmpty()
                ? ""
                : properties.entrySet().stream()
                        .map(each -> "'" + each.getKey() + "' = '" + each.getValue() + "'")
                        .collect(Collectors.joining(", ", " tblproperties (", ")"));
        sql("create table TABLE (" + columns + moreColumns + ") using delta " + layout + set);
    }

    /** Lets Spark append a row of a service; what may be null is. */
    void insertBySpark(String service) {
        String row = definition.columns().stream()
                .map(column -> switch (column.name()) {
                    case "service" -> "'" + service + "'";
                    case "date" -> "date'2026-03-01'";
                    case "timestamp" -> "timestamp'2026-03-01 12:00:00Z'";
                    default -> column.nullable() ? "null" : "cast('0' as " + column.type() + ")";
                })
                .collect(Collectors.joining(", "));
        sql("insert into TABLE values (" + row + ")");
    }

    /** The rows that Spark finds, each value as text. */
    List<List<@Nullable String>> rowsBySpark() {
        return sql("select * from TABLE");
    }

    /** The rows that a Spark finds which has never seen the table: it remembers tables by their directories. */
    List<List<@Nullable String>> rowsByAFreshSpark() throws IOException {
        Path copy = directory.resolveSibling(directory.getFileName() + "-" + UUID.randomUUID());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(directory.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new SharedTable<>(definition, copy).rowsBySpark();
    }

    /** The table's files whose paths match, from the table's directory on. */
    List<Path> files(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> directory.relativize(file).toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    /** Lets files look as if they were written days ago. */
    void age(String pattern, int days) throws IOException {
        for (Path file : files(pattern)) {
            FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
            Files.setLastModifiedTime(file, then);
        }
    }

    /** A data file that no version names, as a writer leaves it that dies. */
    Path leaveBehind(String date, int days) throws IOException {
        Path file = directory.resolve("date=" + date + "/part-left-behind.parquet");
        Files.write(Files.createDirectories(file.getParent()).resolve(file.getFileName()), new byte[100]);
        age("date=" + date + "/part-left-behind\\.parquet", days);
        return file;
    }

    /** How many rows we find. */
    long countByUs() throws IOException {
        try (TableStore store = open()) {
            return new DeltaTableReader(store)
                    .read(RowQuery.newest(Integer.MAX_VALUE))
                    .orElseThrow()
                    .rows()
                    .size();
        }
    }

    /** The rows that {@code events} are, as Spark's values read. */
    List<List<@Nullable String>> rows(List<E> events) {
        return events.stream().map(this::row).toList();
    }

    private List<@Nullable String> row(E event) {
        List<@Nullable String> row = new ArrayList<>();
        for (Column<E> column : definition.columns()) {
            Object value = column.value(event);
            row.add(value == null ? null : value.toString());
        }
        return Collections.unmodifiableList(row);
    }

    /** A version of {@code DESCRIBE HISTORY}. */
    record Commit(long version, String operation, String parameters, String metrics, boolean blindAppend, String by) {}

    /** What Spark shows of the table's history, oldest first. */
    List<Commit> history() {
        List<Commit> commits = new ArrayList<>();
        for (List<@Nullable String> row : sql("describe history TABLE")) {
            commits.add(new Commit(
                    Long.parseLong(text(row, 0)),
                    text(row, 4),
                    text(row, 5),
                    text(row, 12),
                    Boolean.parseBoolean(text(row, 11)),
                    text(row, 14)));
        }
        Collections.reverse(commits);
        return commits;
    }

    private static String text(List<@Nullable String> row, int column) {
        return String.valueOf(row.get(column));
    }

    /** The features that the table's protocol names, one after the other. */
    String features() {
        return text(sql("describe detail TABLE").get(0), 14);
    }
}
