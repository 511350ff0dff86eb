package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaRs;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableCheck;
import io.dispenser.telemetry.adapter.delta.RemoteDeltaTableContract;
import io.dispenser.telemetry.adapter.delta.TableCheckResult;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.TestProxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3DeltaTableTest extends RemoteDeltaTableContract {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    private final String bucket = "lake-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        S3Server server = S3Server.start();
        server.makeBucket(bucket);
        proxy = TestProxy.before(server.port());
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Override
    protected StorageAdapter adapter() {
        return new S3StorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return TableUri.parse("s3a://" + bucket + "/lake/table");
    }

    @Override
    protected StorageSettings settings() {
        return S3Server.settings(proxy.uri(), Map.of());
    }

    @Override
    protected TestProxy proxy() {
        return proxy;
    }

    @Test
    void anIndependentReaderReadsTheTableFromTheStore() throws Exception {
        DeltaRs deltaRs = DeltaRs.find(scratch);
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            sink.write(batch(0));
            sink.write(batch(1));
        }
        List<String> table = deltaRs.run(environment(), "describe", "s3://" + bucket + "/lake/table");
        assertThat(table).contains("version 2", "files 2", "property delta.checkpointInterval 100");
        assertThat(table).filteredOn(line -> line.startsWith("row ")).hasSize(6);
    }

    @Test
    void anIndependentWriterCommitsByTheSameConditionAsWe() throws Exception {
        DeltaRs deltaRs = DeltaRs.find(scratch);
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            sink.write(batch(0));
            proxy.forgetRequests();
            deltaRs.run(environment(), "append", "s3://" + bucket + "/lake/table", "theirs", 2);
            assertThat(proxy.requests())
                    .filteredOn(this::isCommit)
                    .singleElement()
                    .satisfies(commit -> assertThat(commit.headers()).containsEntry("if-none-match", "*"));
            assertThat(sink.write(batch(1)).version()).isEqualTo(3);
        }
        List<String> table = deltaRs.run(environment(), "describe", "s3://" + bucket + "/lake/table");
        assertThat(table).filteredOn(line -> line.startsWith("row ")).hasSize(8);
    }

    @Test
    void aStoreThatIgnoresTheConditionIsFoundOut() throws Exception {
        proxy.rewriteHeads(S3DeltaTableTest::withoutCondition);
        openToEverybody();
        StorageSettings unsigned = S3Server.settings(proxy.uri(), Map.of("anonymous", "true"));
        try (TableStore store = adapter().open(uri(), unsigned)) {
            TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);
            assertThat(findings.isPermanent()).isTrue();
            assertThat(findings.problems())
                    .singleElement()
                    .asString()
                    .contains("conditional writes", "single_writer = true");
            assertThat(store.list("_delta_log", "")).isEmpty();
        }
    }

    @Test
    void aSingleWriterNeedsNoCondition() throws Exception {
        proxy.rewriteHeads(S3DeltaTableTest::withoutCondition);
        openToEverybody();
        StorageSettings single = S3Server.settings(proxy.uri(), Map.of("anonymous", "true", "single_writer", "true"));
        try (TableStore store = adapter().open(uri(), single)) {
            assertThat(store.description()).endsWith("(for a single writer)");
            assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                    .isEmpty();
        }
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, adapter().open(uri(), single), "test/1")) {
            sink.write(batch(0));
            proxy.cutNextReply(this::isCommit);
            sink.write(batch(1));
            proxy.forgetRequests();
            sink.write(batch(2));
            assertThat(proxy.requests())
                    .as("a look before the commit, and one before the checksum")
                    .hasSize(requestsOfAppend() + 2);
        }
        assertThatTableHolds(SampleEvents.statuses(0, 9));
        assertThatVersionsAre(3);
    }

    /** What delta-rs needs to get at the table. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(settings().environment());
        environment.put("AWS_ENDPOINT_URL", proxy.uri().toString());
        environment.put("AWS_ALLOW_HTTP", "true");
        return environment;
    }

    /** A request without a signature can be changed on its way. */
    private void openToEverybody() throws Exception {
        S3Location location = S3Location.of(uri(), settings());
        try (S3Connector connector = S3Connector.connect(location)) {
            connector
                    .client()
                    .putBucketPolicy(request -> request.bucket(bucket).policy(String.format(Locale.ROOT, """
                                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
                                    "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"]}]}
                                    """, bucket)));
        }
    }

    private static String withoutCondition(String head) {
        return head.replaceAll("(?i)\r\nif-none-match:[^\r]*", "");
    }
}
