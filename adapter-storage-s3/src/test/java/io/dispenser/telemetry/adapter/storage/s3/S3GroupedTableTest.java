package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaRs;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.GroupedTableContract;
import io.dispenser.telemetry.adapter.delta.groupcommit.FullInbox;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3GroupedTableTest extends GroupedTableContract {

    private final String bucket = "lake-" + UUID.randomUUID();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        server.makeBucket(bucket);
    }

    @Override
    protected StorageAdapter adapter() {
        return new S3StorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return TableUri.parse("s3://" + bucket + "/lake/table");
    }

    @Override
    protected StorageSettings settings() {
        return S3Server.settings(server.uri(), Map.of());
    }

    /** It lists the log with all that is below it, since a store has no folders. */
    @Test
    void deltaRsReadsAndWritesWithoutWhatWaitsInTheInbox() throws Exception {
        DeltaRs deltaRs = DeltaRs.find(scratch);
        String table = uri().toString();
        try (TableStore store = adapter().open(uri(), settings());
                var sink = new DeltaSink<>(
                        TelemetryTables.STATUS, adapter().open(uri(), settings()), "test/1", DeltaSink.Commits.OWN)) {
            for (int number = 0; number < 3; number++) {
                sink.write(new Batch<>("w", number, SampleEvents.statuses(3 * number, 3 * number + 3)));
            }
            FullInbox.fill(store);
            List<String> paths = FullInbox.paths(store);

            List<String> described = deltaRs.run(environment(), "describe", table);
            assertThat(described).contains("version 3", "files 3");
            assertThat(described).filteredOn(line -> line.startsWith("row ")).hasSize(9);

            deltaRs.run(environment(), "append", table, "theirs", 2);
            deltaRs.run(environment(), "optimize", table);
            deltaRs.run(environment(), "checkpoint", table);
            assertThat(deltaRs.run(environment(), "unneeded", table))
                    .anyMatch(line -> line.startsWith("full "))
                    .noneMatch(line -> line.contains("_dispenser"));
            assertThat(FullInbox.paths(store)).isEqualTo(paths);
        }
        assertThat(written()).hasSize(11).containsAll(SampleEvents.statuses(0, 9));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(settings().environment());
        environment.put("AWS_ENDPOINT_URL", server.uri().toString());
        environment.put("AWS_ALLOW_HTTP", "true");
        return environment;
    }
}
