package io.dispenser.telemetry.adapter.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.TestProxy;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to the store for each operation, and what becomes of a write about which it can't answer. */
class GcsRequestTest {

    private TestProxy proxy;
    private TableStore store;

    @BeforeEach
    void openStore() throws Exception {
        proxy = TestProxy.before(GcsServer.running().port());
        store = new GcsStorageAdapter().open(GcsServer.newTable(), GcsServer.emulatorAt(proxy.port()));
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
            proxy.close();
        }
    }

    @Test
    void eachOperationIsOneRequest() throws Throwable {
        assertRequests("POST /upload/.*&uploadType=multipart", () -> store.put("a", new byte[10]));
        assertRequests("POST /upload/.*ifGenerationMatch=0.*", () -> store.putIfAbsent("b", new byte[10]));
        assertRequests("GET .*/o/.*%2Fa\\?alt=media", () -> store.readAll("a"));
        assertRequests("GET .*/o/.*%2Fa\\?alt=media", () -> store.read("a", 2, 3));
        assertRequests("GET .*/o/.*%2Fa\\?fields=size,timeCreated", () -> store.stat("a"));
        assertRequests("GET .*/o\\?delimiter=/&.*maxResults=1000.*", () -> store.list("", ""));
        assertRequests("DELETE .*/o/.*%2Fa", () -> store.delete("a"));
    }

    @Test
    void aConflictCostsOneMoreRequestThatTellsWhoseTheFileIs() throws Throwable {
        store.put("a", new byte[10]);
        proxy.forgetRequests();
        assertThat(store.putIfAbsent("a", new byte[10])).isFalse();
        assertThat(proxy.requests()).hasSize(2);
        assertThat(proxy.requests().get(1).toString()).endsWith("?fields=metadata");
    }

    @Test
    void aListIsARequestForAThousandAndBeginsWhereItIsToldTo() throws Exception {
        String page =
                "{\"items\": [{\"name\": \"%s\", \"size\": \"1\", \"timeCreated\": \"2026-01-02T03:04:05.678Z\"}]%s}";
        proxy.answerNext(
                any -> true,
                200,
                "application/json",
                String.format(Locale.ROOT, page, tableOf(store) + "/log/2", ", \"nextPageToken\": \"next\""));
        proxy.answerNext(
                any -> true, 200, "application/json", String.format(Locale.ROOT, page, tableOf(store) + "/log/3", ""));
        assertThat(store.list("log", "2")).extracting(FileEntry::path).containsExactly("log/2", "log/3");
        assertThat(proxy.requests()).hasSize(2);
        assertThat(proxy.requests().get(0).target()).contains("/log/2", "startOffset=");
        assertThat(proxy.requests().get(1).target()).contains("pageToken=next");

        proxy.forgetRequests();
        proxy.answerNext(
                any -> true,
                200,
                "application/json",
                String.format(Locale.ROOT, page, tableOf(store) + "/log/2", ", \"nextPageToken\": \"next\""));
        assertThat(store.list("log", "2", 1)).extracting(FileEntry::path).containsExactly("log/2");
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void aListThatLeadsToNoEndIsGivenUp() {
        for (int request = 0; request < 3; request++) {
            proxy.answerNext(any -> true, 200, "application/json", "{\"nextPageToken\": \"again\"}");
        }
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> store.list("log", ""))
                .withMessageContaining("the list of log in Google Cloud Storage")
                .withMessageContaining("names the same next page twice")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN));
        assertThat(proxy.requests()).hasSize(2);
    }

    @Test
    void aWriteThatNeverArrivedMayStillBeUnderWay() {
        proxy.cutNextRequest(any -> true);
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> store.putIfAbsent("a", new byte[1]))
                .withMessageContaining("can't tell whether the write of gs://lake/")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN));
    }

    @Test
    void aWriteThatTheStoreFailedAtIsLookedFor() throws Exception {
        proxy.answerNext(any -> true, 503, "text/plain", "later");
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> store.putIfAbsent("a", new byte[1]))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN));
        assertThat(proxy.requests()).hasSize(2);

        store.put("b", new byte[1]);
        proxy.answerNext(any -> true, 503, "text/plain", "later");
        assertThat(store.putIfAbsent("b", new byte[1])).isFalse();
    }

    @Test
    void aReadIsTriedTwice() throws Exception {
        store.put("a", new byte[3]);
        proxy.cutNextReply(any -> true);
        assertThat(store.readAll("a")).hasSize(3);
        proxy.cutWithinNextReply(any -> true);
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> store.readAll("a"))
                .as("an answer that broke off is not taken for the file")
                .satisfies(e -> assertThat(e.isRetryable()).isTrue());
    }

    /** As when something on the way repeated the request: the first copy was carried out, and the second one is answered. */
    @Test
    void aRefusalOfOurOwnSecondRequestIsSuccess() throws Exception {
        Pattern metadataOfRequest = Pattern.compile("\"metadata\":(\\{.*?})");
        AtomicReference<String> metadata = new AtomicReference<>("{}");
        try (StubService stub = StubService.that(request -> {
            if (request.method().equals("GET")) {
                return new StubService.Answer(200, "{\"metadata\": " + metadata.get() + "}");
            }
            Matcher found = metadataOfRequest.matcher(request.body());
            if (found.find()) {
                metadata.set(found.group(1));
            }
            return new StubService.Answer(412, "{\"error\": {\"code\": 412, \"message\": \"conditionNotMet\"}}");
        })) {
            StorageSettings settings =
                    new StorageSettings(Map.of("STORAGE_EMULATOR_HOST", "http://" + stub.address()), Map.of());
            try (TableStore ours = new GcsStorageAdapter().open(GcsServer.newTable(), settings)) {
                assertThat(ours.putIfAbsent("a", "mine".getBytes(UTF_8))).isTrue();
            }
            assertThat(metadata.get()).contains("dispensercreationid");
            assertThat(stub.requests()).hasSize(2);
        }
    }

    private void assertRequests(String request, ThrowingCallable operation) throws Throwable {
        proxy.forgetRequests();
        operation.call();
        assertThat(proxy.requests()).singleElement().asString().matches(request);
    }

    private static String tableOf(TableStore store) {
        return store.description().substring(store.description().indexOf("gs://lake/") + "gs://lake/".length());
    }
}
