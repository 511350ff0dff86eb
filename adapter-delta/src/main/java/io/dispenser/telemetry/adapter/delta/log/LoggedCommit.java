package io.dispenser.telemetry.adapter.delta.log;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.FollowedSnapshot;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one commit of the log says, as far as a writer that only appends has to know it.
 *
 * @param transactions the numbers that it notes, by application
 * @param onlyAppends whether it adds files with new rows and does nothing else: changes neither metadata, protocol nor domains,
 *     and removes nothing. False also if it can't be read.
 * @param parameters what it tells of its operation
 * @param files how many files it adds, if it only appends
 * @param bytes how many bytes these are
 */
public record LoggedCommit(
        long version,
        long size,
        Map<String, Long> transactions,
        boolean onlyAppends,
        Map<String, String> parameters,
        long files,
        long bytes) {

    /** The parameter of a group commit that names the files of the inbox that it took, with commas between. */
    public static final String INBOX_FILES = "inboxFiles";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the commit of a version, with one request; empty if there is none. */
    public static Optional<LoggedCommit> read(TableStore store, long version) throws TableStoreException {
        try {
            return Optional.of(parse(version, store.readAll(LogFileName.commitPath(version))));
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static LoggedCommit parse(long version, byte[] content) {
        Reading reading = new Reading();
        new String(content, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(reading::line);
        return new LoggedCommit(
                version,
                content.length,
                Map.copyOf(reading.transactions),
                reading.onlyAppends && reading.lines > 0,
                Map.copyOf(reading.parameters),
                reading.files,
                reading.bytes);
    }

    /** Whether it holds batches that were handed over. */
    public boolean isGroupCommit() {
        return parameters.containsKey(INBOX_FILES);
    }

    FollowedSnapshot.Commit followed(long nowMillis) {
        return new FollowedSnapshot.Commit(
                TablePaths.kernel(LogFileName.commitPath(version)), size, nowMillis, files, bytes);
    }

    private static final class Reading {

        private final Map<String, Long> transactions = new HashMap<>();
        private final Map<String, String> parameters = new HashMap<>();
        private boolean onlyAppends = true;
        private long files;
        private long bytes;
        private int lines;

        void line(String line) {
            lines++;
            JsonNode action;
            try {
                action = JSON.readTree(line);
            } catch (JacksonException e) {
                onlyAppends = false; // whoever loads the table says what is wrong with it
                return;
            }
            action.properties().forEach(field -> take(field.getKey(), field.getValue()));
        }

        private void take(String kind, JsonNode content) {
            switch (kind) {
                case "add" -> count(content);
                case "txn" -> number(content);
                case "commitInfo" -> info(content.path("operationParameters"));
                case "remove", "metaData", "protocol", "domainMetadata" -> onlyAppends = false;
                default -> {}
            }
        }

        /** A file that is added without new rows may have been there. */
        private void count(JsonNode file) {
            JsonNode size = file.path("size");
            if (!size.canConvertToLong()
                    || !file.path("dataChange").booleanValue()
                    || file.hasNonNull("deletionVector")) {
                onlyAppends = false;
            } else {
                files++;
                bytes += size.longValue();
            }
        }

        private void number(JsonNode transaction) {
            JsonNode number = transaction.path("version");
            if (transaction.path("appId").isTextual() && number.canConvertToLong()) {
                transactions.put(transaction.path("appId").textValue(), number.longValue());
            } else {
                onlyAppends = false;
            }
        }

        private void info(JsonNode told) {
            told.properties().forEach(each -> {
                if (each.getValue().isTextual()) {
                    parameters.put(each.getKey(), each.getValue().textValue());
                }
            });
        }
    }
}
