package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ProxyRequest;
import io.dispenser.telemetry.testkit.StorageAdapterContract;
import io.dispenser.telemetry.testkit.TestProxy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every store, and what each of its operations costs. */
class S3StorageAdapterTest extends StorageAdapterContract {

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
        return TableUri.parse("s3://" + bucket + "/lake/table");
    }

    @Override
    protected StorageSettings settings() {
        return S3Server.settings(proxy.uri(), Map.of());
    }

    @Override
    protected Map<String, String> refused() {
        Map<String, String> refused = new HashMap<>();
        refused.put("s3:///path", "s3://bucket/path");
        refused.put("s3://secret@bucket/path", "AWS_ACCESS_KEY_ID");
        refused.put("s3://host:9000/path", "AWS_ENDPOINT_URL_S3");
        refused.put("gs://bucket/path", "s3://bucket/path");
        return refused;
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.FOUND_OUT;
    }

    @Override
    protected TableStore openLosingReply() throws Exception {
        TableStore store = open();
        proxy.cutNextReply(request -> request.method().equals("PUT"));
        return store;
    }

    @Test
    void eachOperationIsOneRequest() throws Exception {
        try (TableStore store = open()) {
            assertThat(proxy.requests()).as("to open").isEmpty();
            store.put("a", new byte[10]);
            store.putIfAbsent("log/1", new byte[10]);
            store.putIfAbsent("log/1", new byte[10]);
            store.stat("a");
            store.stat("absent");
            store.readAll("a");
            store.read("a", 2, 5);
            store.list("log", "1");
            store.delete("a");
        }
        assertThat(proxy.requests())
                .extracting(ProxyRequest::method)
                .isEqualTo(List.of("PUT", "PUT", "PUT", "HEAD", "HEAD", "GET", "GET", "GET", "DELETE"));
        assertThat(proxy.requests().get(1).headers()).containsEntry("if-none-match", "*");
    }

    @Test
    void aListEndsWithThePageThatHasTheLastFileOfInterest() throws Exception {
        String file = "<Contents><Key>lake/table/log/%d</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified>"
                + "<Size>1</Size></Contents>";
        try (TableStore store = open()) {
            proxy.answerNext(
                    any -> true,
                    200,
                    "application/xml",
                    "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>"
                            + String.format(Locale.ROOT, file, 1) + String.format(Locale.ROOT, file, 2)
                            + String.format(Locale.ROOT, file, 3) + "</ListBucketResult>");
            assertThat(store.list("log", "", 2)).extracting(FileEntry::path).containsExactly("log/1", "log/2");
        }
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void aListThatLeadsToNoEndIsGivenUp() throws Exception {
        String page = "<ListBucketResult><IsTruncated>true</IsTruncated>%s<Contents><Key>lake/table/log/1</Key>"
                + "<LastModified>2026-01-02T03:04:05.678Z</LastModified><Size>1</Size></Contents></ListBucketResult>";
        try (TableStore store = open()) {
            for (int request = 0; request < 3; request++) {
                proxy.answerNext(
                        any -> true,
                        200,
                        "application/xml",
                        String.format(
                                Locale.ROOT, page, "<NextContinuationToken>" + request + "</NextContinuationToken>"));
            }
            assertThatThrownBy(() -> store.list("log", "", 100))
                    .isInstanceOf(TableStoreException.class)
                    .hasMessageContainingAll(
                            "the list of log in", "does not end", "begins with lake/table/log/1 again");
            assertThat(proxy.requests()).hasSize(2);
        }
        try (TableStore store = open()) {
            proxy.forgetRequests();
            proxy.answerNext(any -> true, 200, "application/xml", String.format(Locale.ROOT, page, ""));
            assertThatThrownBy(() -> store.list("log", "", 100))
                    .isInstanceOf(TableStoreException.class)
                    .hasMessageContaining("not how to ask for them");
        }
    }
}
