package io.dispenser.telemetry.app.command.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.command.CalledProgram;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tables} tells of rows that hosts hand over to each other. */
class TablesCommandTest {

    private static final String PLACE = "_delta_log/_dispenser/";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final CalledProgram program = new CalledProgram();

    @Test
    void ofTablesWhereNobodyHandsOverNothingIsSaid() throws Exception {
        create(TelemetryTables.STATUS, "status");
        create(TelemetryTables.DEPLOYMENTS, "deployments");
        assertThat(tables()).as("a head, a rule and two tables").hasSize(4);
        JsonNode status = json("status");
        assertThat(status.path("inbox_files").asLong()).isZero();
        assertThat(status.path("commit_lease_holder").isNull()).isTrue();
        assertThat(status.path("aside_files").asLong()).isZero();
    }

    @Test
    void whatWaitsWhoCommitsAndWhatLiesAsideIsALineBelow() throws Exception {
        create(TelemetryTables.STATUS, "status");
        create(TelemetryTables.DEPLOYMENTS, "deployments");
        try (TableStore status = store("status")) {
            for (String name : List.of(
                    "a-00000000000000000001-0123456789abcdef",
                    "a-00000000000000000002-0123456789abcdef",
                    "b-00000000000000000001-0123456789abcdef")) {
                status.put(PLACE + "inbox/" + name + ".v1.parquet", new byte[3]);
            }
            status.put(PLACE + "inbox/somebody's notes", new byte[3]);
            status.put(PLACE + "aside/c", new byte[3]);
            lease(status, 4, false, 0);
            lease(status, 5, false, 2);
        }
        try (TableStore deployments = store("deployments")) {
            lease(deployments, 1, true, 0);
        }

        assertThat(tables().subList(4, 6))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .matches(
                                        "status: 3 files of 2 writers in the inbox \\(2 files of them committed, but the"
                                                + " holder may not delete\\), the oldest for \\d+ s; the commit lease is held by holder"
                                                + " 5, last sign \\d+ s ago \\(while it lives, one every few seconds\\); 1 file that could"
                                                + " not be used in _delta_log/_dispenser/aside, the oldest for \\d+ s"),
                        line -> assertThat(line)
                                .matches(
                                        "deployments: nothing waits in the inbox; the commit lease was given back by holder"
                                                + " 1 \\d+ s ago: each host commits by itself"));
        JsonNode status = json("status");
        assertThat(status.path("inbox_files").asLong()).isEqualTo(3);
        assertThat(status.path("inbox_files_left").asLong()).isEqualTo(2);
        assertThat(status.path("inbox_writers").asLong()).isEqualTo(2);
        assertThat(status.path("seconds_since_oldest_inbox_file").isIntegralNumber())
                .isTrue();
        assertThat(status.path("commit_lease_holder").asText()).isEqualTo("holder 5");
        assertThat(status.path("commit_lease_held").isBoolean()).isTrue();
        assertThat(status.path("commit_lease_held").asBoolean()).isTrue();
        assertThat(status.path("aside_files").asLong()).isEqualTo(1);
        assertThat(json("deployments").path("commit_lease_held").asBoolean(true))
                .isFalse();
    }

    private static void lease(TableStore store, int number, boolean released, int left) throws Exception {
        store.put(
                PLACE + "lease_0000000000000000000" + number + ".json",
                ("{\"holder\":\"holder " + number + "\",\"beat\":12,\"released\":" + released + ",\"left\":" + left
                                + ",\"commits\":\"\"}\n")
                        .getBytes(UTF_8));
    }

    private <E extends TelemetryEvent> void create(TelemetryTable<E> table, String name) throws Exception {
        try (var sink = new DeltaSink<>(table, store(name), "test/1")) {
            sink.prepare();
        }
    }

    private TableStore store(String name) throws Exception {
        return ServiceLoader.load(StorageAdapter.class)
                .findFirst()
                .orElseThrow()
                .open(TableUri.ofDirectory(folder.resolve(name)), StorageSettings.NONE);
    }

    private List<String> tables(String... more) {
        String[] arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"tables", "--directory", folder.toString()}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        assertThat(program.execute(folder, arguments)).isZero();
        assertThat(program.err()).isEmpty();
        return program.outLines();
    }

    private JsonNode json(String table) throws Exception {
        for (String line : tables("--format", "json")) {
            JsonNode row = new JsonMapper().readTree(line);
            if (row.path("table").asText().equals(table)) {
                return row;
            }
        }
        throw new AssertionError("no row of " + table);
    }
}
