package io.dispenser.telemetry.interop.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import io.dispenser.telemetry.adapter.storage.s3.S3StorageAdapter;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.testkit.ProxyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table in a bucket, which Trino and we write to.
 *
 * @param <E> the events of its rows
 */
final class SharedTable<E extends TelemetryEvent> {

    static final String ENGINE_INFO = "dispenser-telemetry/interop";

    final TrinoView<E> view;

    private final TelemetryTable<E> definition;
    private final Trino trino = Trino.shared();
    private final String key;
    private final Path directory;
    private @Nullable String name;

    SharedTable(TelemetryTable<E> definition) throws Exception {
        this.definition = definition;
        this.view = new TrinoView<>(definition);
        this.key = definition.name() + "-" + UUID.randomUUID();
        this.directory = trino.lake().resolve(key);
    }

    TableUri uri() {
        return TableUri.parse("s3://" + Trino.BUCKET + "/" + key);
    }

    TableStore open() throws TableStoreException {
        return new S3StorageAdapter().open(uri(), S3Server.settings(trino.s3().uri(), Map.of()));
    }

    DeltaSink<E> sink() throws TableStoreException {
        return new DeltaSink<>(definition, open(), ENGINE_INFO);
    }

    DeltaMaintenance maintenance() throws TableStoreException {
        return new DeltaMaintenance(definition.name(), open(), ENGINE_INFO);
    }

    /** Lets us append a batch. */
    void append(int number, List<E> events) throws Exception {
        try (DeltaSink<E> sink = sink()) {
            sink.write(new Batch<>("us", number, events));
        }
    }

    /** Runs a statement, in which TABLE is this table and HISTORY the table of its versions. */
    List<List<@Nullable String>> sql(String statement) {
        return trino.sql(statement.replace("TABLE", name()).replace("HISTORY", "\"" + name() + "$history\""));
    }

    /** The table's name for Trino, which hears of the table when it is asked about it first. */
    private String name() {
        if (name == null) {
            register();
        }
        return String.valueOf(name);
    }

    /** Lets Trino forget the table, and what it remembers of it. */
    void register() {
        name = newName();
        trino.sql(String.format(
                Locale.ROOT,
                "call system.register_table(schema_name => 'ours', table_name => '%s', table_location => '%s')",
                name,
                uri()));
    }

    private static String newName() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Lets Trino create the table with the documented schema. */
    void createByTrino() {
        name = newName();
        sql(String.format(
                Locale.ROOT,
                "create table TABLE (%s) with (location = '%s', partitioned_by = array['date'])",
                view.declarations(),
                uri()));
    }

    /** The rows that Trino finds. */
    List<List<@Nullable String>> rowsByTrino() {
        return sql("select * from TABLE");
    }

    /** The data files that Trino asks the store for while it runs a statement. */
    List<Path> filesReadBy(String statement) {
        name();
        trino.proxy().forgetRequests();
        sql(statement);
        return trino.proxy().requests().stream()
                .filter(request -> request.method().equals("GET"))
                .map(request -> trino.file(request.target()))
                .filter(file -> file.startsWith(directory))
                .filter(file -> directory.relativize(file).toString().startsWith("date="))
                .distinct()
                .sorted()
                .toList();
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

    void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** What is done between two requests. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Runs a statement, and does something when Trino is about to commit. */
    void sqlForestalled(String statement, Step meanwhile) {
        name();
        AtomicReference<@Nullable Step> once = new AtomicReference<>(meanwhile);
        trino.proxy().forgetRequests();
        trino.proxy().rewriteHeads(head -> {
            String[] line = head.split(" ", 3);
            Step next = isCommit(line[0], line[1]) ? once.getAndSet(null) : null;
            if (next != null) {
                try {
                    next.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return head;
        });
        try {
            sql(statement);
        } finally {
            trino.proxy().rewriteHeads(UnaryOperator.identity());
            assertThat(once).as("what was to be done before the commit").hasNullValue();
        }
    }

    /** The commits that Trino asked the store for since that. */
    List<ProxyRequest> commitsOfTrino() {
        return trino.proxy().requests().stream()
                .filter(request -> isCommit(request.method(), request.target()))
                .toList();
    }

    private boolean isCommit(String method, String target) {
        return method.equals("PUT")
                && directory.relativize(trino.file(target)).toString().matches("_delta_log/\\d+\\.json");
    }

    /** Lets Trino append a row of a service; what may be null is. */
    void insertByTrino(String service) {
        sql(insertion(service));
    }

    /** Lets Trino append a row, and does something when it is about to commit. */
    void insertByTrinoForestalled(String service, Step meanwhile) {
        sqlForestalled(insertion(service), meanwhile);
    }

    private String insertion(String service) {
        return "insert into TABLE values (" + view.values(service) + ")";
    }

    /** Lets Trino delete the files that no version has had for that long. */
    List<List<@Nullable String>> vacuumByTrino(String retention) {
        return trino.sql(String.format(
                Locale.ROOT,
                "call system.vacuum(schema_name => 'ours', table_name => '%s', retention => '%s')",
                name(),
                retention));
    }

    /** What Trino says of the columns: name, type and comment. */
    List<List<String>> columnsByTrino() {
        return sql("show columns from TABLE").stream()
                .map(row -> List.of(String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(3))))
                .toList();
    }

    /** Lets everything look as if it was done days ago: what was written, and what commits took out of the table. */
    void age(int days) throws IOException {
        Instant then = Instant.now().minus(Duration.ofDays(days));
        for (Path file : files(".*")) {
            if (file.toString().endsWith(".json")) {
                String commit = Files.readString(file);
                Files.writeString(
                        file,
                        commit.replaceAll(
                                "\"deletionTimestamp\":\\d+", "\"deletionTimestamp\":" + then.toEpochMilli()));
            }
            Files.setLastModifiedTime(file, FileTime.from(then));
        }
    }

    /** The time of each row that we find. */
    List<Instant> timestampsByUs() throws IOException {
        try (TableStore store = open()) {
            return new DeltaTableReader(store)
                    .read(RowQuery.newest(Integer.MAX_VALUE)).orElseThrow().rows().stream()
                            .map(row -> (Instant) Objects.requireNonNull(row.get(1)))
                            .toList();
        }
    }

    /** A data file that no version names, as a writer leaves it that dies. */
    Path leaveBehind(int days) throws IOException {
        Path file = directory.resolve("date=2026-03-01/part-left-behind.parquet");
        Files.write(file, new byte[100]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
    }
}
