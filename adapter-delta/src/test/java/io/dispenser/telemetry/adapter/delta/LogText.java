package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The log of a table in memory as the text that it is, to be read and changed as others would. */
final class LogText {

    /** What a test does in the midst of something else; a failure fails the test. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    private final InMemoryTableStore store;
    private final InstantSource clock;

    LogText(InMemoryTableStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    static boolean isCommit(String path) {
        return path.matches("_delta_log/\\d{20}\\.json");
    }

    static boolean isData(String path) {
        return path.startsWith("date=");
    }

    static Runnable unchecked(Action action) {
        return () -> {
            try {
                action.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }

    List<String> lines(long version) throws TableStoreException {
        return new String(store.readAll(LogFileName.commitPath(version)), UTF_8)
                .lines()
                .toList();
    }

    /** The first line of a commit that holds this action. */
    String line(long version, String action) throws TableStoreException {
        return lines(version).stream()
                .filter(line -> line.startsWith("{\"" + action + "\""))
                .findFirst()
                .orElseThrow();
    }

    /** The first data file that a commit adds. */
    String dataFile(long version) throws TableStoreException {
        String add = line(version, "add");
        int start = add.indexOf("\"path\":\"") + 8;
        return add.substring(start, add.indexOf('"', start));
    }

    /** Changes the lines of a commit, and lets no checksum file tell what was there. */
    void rewrite(long version, UnaryOperator<String> change) throws TableStoreException {
        String lines = lines(version).stream().map(change).collect(Collectors.joining("\n")) + "\n";
        store.removeIf(path -> path.endsWith(".crc"));
        store.put(LogFileName.commitPath(version), lines.getBytes(UTF_8));
    }

    void withProperty(String key, String value) throws TableStoreException {
        rewrite(
                0,
                line -> line.replaceAll("\"" + key + "\":\"[^\"]*\",?", "")
                        .replace("\"configuration\":{", "\"configuration\":{\"" + key + "\":\"" + value + "\","));
    }

    void withoutProperty(String key) throws TableStoreException {
        rewrite(0, line -> line.replaceAll("\"" + key + "\":\"[^\"]*\",?", ""));
    }

    /** Commits as somebody else. */
    void commit(long version, String operation, String actions) throws TableStoreException {
        String info = String.format(
                Locale.ROOT,
                "{\"commitInfo\":{\"timestamp\":%d,\"operation\":\"%s\"}}\n",
                clock.instant().toEpochMilli(),
                operation);
        assertThat(store.putIfAbsent(LogFileName.commitPath(version), (info + actions).getBytes(UTF_8)))
                .isTrue();
    }

    String remove(String path) {
        return String.format(
                Locale.ROOT,
                "{\"remove\":{\"path\":\"%s\",\"deletionTimestamp\":%d,\"dataChange\":true,\"size\":1}}\n",
                path,
                clock.instant().toEpochMilli());
    }

    void allowDeletionVectors() throws TableStoreException {
        rewrite(
                0,
                line -> line.contains("\"protocol\"")
                        ? "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
                                + "\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]}}"
                        : line);
    }

    /** The same action, of a file one of whose rows is deleted. */
    static String withVector(String add) {
        String vector = "\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"ab^-aqEH.-t@S}K{vb[*k^\","
                + "\"offset\":4,\"sizeInBytes\":40,\"cardinality\":1},";
        return add.replace("{\"add\":{", "{\"add\":{" + vector) + "\n";
    }
}
