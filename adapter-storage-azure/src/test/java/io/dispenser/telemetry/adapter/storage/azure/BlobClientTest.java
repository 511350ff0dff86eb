package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.adapter.storage.azure.StubService.Answer;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.ProxyRequest;
import io.dispenser.telemetry.testkit.TestProxy;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of requests on networks that lose, cut and hold them. */
@Timeout(60)
class BlobClientTest {

    private static final byte[] LARGE = new byte[32 << 20];

    private final TableUri table = Azurite.newTable();

    @Test
    void aLostReplyIsAskedForAgainAndTheFileKnownAsOurs() throws Exception {
        Azurite azurite = Azurite.running();
        try (TestProxy proxy = TestProxy.before(azurite.port());
                TableStore store = open(azurite.settings(proxy.port(), Map.of()))) {
            proxy.cutNextReply(request -> request.method().equals("PUT"));
            assertThat(store.putIfAbsent("log/1.json", "mine".getBytes(UTF_8))).isTrue();
            assertThat(proxy.requests()).extracting(ProxyRequest::method).containsExactly("PUT", "PUT", "HEAD");
            // The same content, and yet somebody else's.
            assertThat(store.putIfAbsent("log/1.json", "mine".getBytes(UTF_8))).isFalse();
        }
    }

    @Test
    void aWriteOfWhichNothingIsHeardIsUnknown() throws Exception {
        Azurite azurite = Azurite.running();
        try (TestProxy proxy = TestProxy.before(azurite.port());
                TableStore store = open(azurite.settings(proxy.port(), Map.of()))) {
            for (boolean arrives : new boolean[] {true, false}) {
                for (int attempt = 0; attempt < 3; attempt++) {
                    if (arrives) {
                        proxy.cutNextReply(request -> request.method().equals("PUT"));
                    } else {
                        proxy.cutNextRequest(request -> request.method().equals("PUT"));
                    }
                }
                // The JDK's client repeats a HEAD by itself, a few times.
                for (int attempt = 0; attempt < 30; attempt++) {
                    proxy.cutNextRequest(request -> request.method().equals("HEAD"));
                }
                TableStoreException e = failure(() -> store.putIfAbsent("log/" + arrives, new byte[1]));
                assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
                proxy.mend();
                assertThat(store.stat("log/" + arrives).isPresent()).isEqualTo(arrives);
            }
            for (int attempt = 0; attempt < 3; attempt++) {
                proxy.cutNextRequest(request -> request.method().equals("PUT"));
            }
            assertThat(failure(() -> store.putIfAbsent("log/late", new byte[1])).reason())
                    .as("it is not there, but might still arrive")
                    .isEqualTo(Reason.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void anAnswerThatIsCutIsAskedForAgain() throws Exception {
        Azurite azurite = Azurite.running();
        byte[] content = "0123456789".repeat(1000).getBytes(UTF_8);
        try (TestProxy proxy = TestProxy.before(azurite.port());
                TableStore store = open(azurite.settings(proxy.port(), Map.of()))) {
            store.put("a", content);
            proxy.cutWithinNextReply(request -> request.method().equals("GET"));
            assertThat(store.readAll("a")).isEqualTo(content);
            proxy.cutWithinNextReply(request -> request.method().equals("GET"));
            assertThat(store.read("a", 100, 5000)).hasSize(5000);
        }
    }

    @Test
    void aServiceThatIsBusyIsAskedAgainAndOneInTroubleLeavesADoubt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        List<Answer> answers = List.of(
                Answer.error(503, "ServerBusy"),
                Answer.error(500, "OperationTimedOut"),
                new Answer(201, Map.of(), ""),
                Answer.error(503, "ServerBusy"),
                Answer.error(503, "ServerBusy"),
                Answer.error(503, "ServerBusy"),
                Answer.error(500, "InternalError"),
                Answer.error(503, "ServerBusy"),
                Answer.error(503, "ServerBusy"));
        try (StubService service = StubService.answering(request -> answers.get(asked.getAndIncrement()));
                TableStore store = open(settings(service.address(), "8000"))) {
            store.put("a", new byte[1]);
            assertThat(failure(() -> store.put("a", new byte[1])).reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure(() -> store.put("a", new byte[1])).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
            assertThat(asked).hasValue(answers.size());
        }
    }

    @Test
    void aServerThatTakesNothingIsNotWaitedForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TableStore store = open(settings("http://127.0.0.1:" + silent.getLocalPort(), "400"))) {
            TableStoreException read = failure(() -> store.readAll("a"));
            assertThat(read.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(read).hasMessageContaining("it does not answer in time").hasMessageContaining("firewall");
            assertThat(failure(() -> store.list("", "")).reason()).isEqualTo(Reason.UNAVAILABLE);
            // More than the buffers between here and there can hold.
            assertThat(failure(() -> store.put("a", LARGE)).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
            assertThat(failure(() -> store.putIfAbsent("a", LARGE)).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void aSlowServerMayTakeLongerThanTheLongestSilence() throws Exception {
        long patience = 2000;
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TableStore store = open(settings("http://127.0.0.1:" + slow.getLocalPort(), Long.toString(patience)))) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket client = slow.accept()) {
                    InputStream in = client.getInputStream();
                    byte[] piece = new byte[1 << 16];
                    int pauses = 0;
                    for (long taken = 0; taken < LARGE.length; ) {
                        taken += in.read(piece);
                        if (taken > pauses * (LARGE.length / 12L)) {
                            Thread.sleep(patience / 8);
                            pauses++;
                        }
                    }
                    client.getOutputStream().write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
                    client.getOutputStream().flush();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            store.put("a", LARGE);
            served.join();
        }
    }

    @Test
    void aConnectionThatWasIdleForLongIsNotTrusted() throws Exception {
        ManualTicker ticker = new ManualTicker();
        try (StubService service = StubService.answering(request -> new Answer(200, Map.of(), "x"))) {
            StorageSettings settings = settings(service.address(), "8000");
            AzureLocation location = AzureLocation.of(table, settings);
            AbfsSettings connector = AbfsSettings.of(location, AzureCredentials.choose(settings), settings.options());
            try (BlobClient client = new BlobClient(connector, ticker)) {
                for (int seconds : new int[] {0, 59, 61}) {
                    ticker.advance(Duration.ofSeconds(seconds));
                    client.send(BlobRequest.of("GET", location.address("a")));
                }
            }
            List<Integer> ports =
                    service.seen().stream().map(StubService.Seen::clientPort).toList();
            assertThat(ports.get(1)).isEqualTo(ports.get(0));
            assertThat(ports.get(2)).isNotEqualTo(ports.get(1));
        }
    }

    @Test
    void aListingGoesOnPageByPage() throws Exception {
        Azurite azurite = Azurite.running();
        try (TestProxy proxy = TestProxy.before(azurite.port());
                TableStore store = open(azurite.settings(proxy.port(), Map.of("fs.azure.list.max.results", "3")))) {
            for (int version = 0; version < 7; version++) {
                store.put(String.format(Locale.ROOT, "log/%020d.json", version), new byte[version]);
            }
            proxy.forgetRequests();
            assertThat(store.list("log", "00000000000000000005"))
                    .extracting(FileEntry::size)
                    .containsExactly(5L, 6L);
            assertThat(proxy.requests()).hasSize(3);

            proxy.forgetRequests();
            assertThat(store.list("log", "00000000000000000002", 3))
                    .extracting(FileEntry::size)
                    .containsExactly(2L, 3L, 4L);
            assertThat(proxy.requests()).as("as far as what is wanted").hasSize(2);
        }
    }

    @Test
    void aListingThatLeadsToNoEndIsGivenUp() throws Exception {
        String page = "<EnumerationResults><Blobs/><NextMarker>again</NextMarker></EnumerationResults>";
        try (StubService service = StubService.answering(request -> new Answer(200, Map.of(), page));
                TableStore store = open(settings(service.address(), "8000"))) {
            TableStoreException e = failure(() -> store.list("log", ""));
            assertThat(e).hasMessageContainingAll("the list of log in", "names the same next page twice");
            assertThat(service.seen()).hasSize(2);
        }
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TableStore store = open(settings("http://127.0.0.1:" + silent.getLocalPort(), "30000"))) {
            Thread.currentThread().interrupt();
            TableStoreException e = failure(() -> store.readAll("a"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    private static StorageSettings settings(String service, String patienceMillis) {
        return new StorageSettings(
                Map.of("AZURE_STORAGE_ACCOUNT", "acme", "AZURE_STORAGE_KEY", "a2V5"),
                Map.of("endpoint", service + "/acme", "fs.azure.http.read.timeout", patienceMillis));
    }

    private TableStore open(StorageSettings settings) {
        return new AzureStorageAdapter().open(table, settings);
    }

    private static TableStoreException failure(ThrowingCallable call) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
