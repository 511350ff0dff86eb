package io.dispenser.telemetry.adapter.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.TestProxy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told when the store, its services or the network don't do. */
class GcsErrorTranslatorTest {

    @TempDir
    private Path folder;

    private TestProxy proxy;

    @BeforeEach
    void startServer() throws Exception {
        proxy = TestProxy.before(GcsServer.running().port());
    }

    @AfterEach
    void closeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() throws Exception {
        try (TestProxy elsewhere = TestProxy.before(GcsServer.running().port());
                TableStore store = open(Map.of(), Map.of("anonymous", "true", "fs.gs.http.max.retry", "0"))) {
            for (int status : new int[] {301, 302, 307, 308}) {
                proxy.answerNext(
                        request -> true, status, "text/plain\r\nLocation: " + elsewhere.uri() + "/steal", "over there");
                assertThatThrownBy(() -> store.readAll("a"))
                        .isInstanceOfSatisfying(
                                TableStoreException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN))
                        .hasMessageContaining("sends requests on to " + elsewhere.uri());
            }
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void aListWithoutTimesIsTold() throws Exception {
        try (TableStore store = open(Map.of(), Map.of("anonymous", "true", "fs.gs.http.max.retry", "0"))) {
            proxy.answerNext(
                    request -> true,
                    200,
                    "application/json",
                    "{\"items\": [{\"name\": \"elsewhere\", \"size\": \"1\"}]}");
            assertThatThrownBy(() -> store.list("", ""))
                    .isInstanceOf(TableStoreException.class)
                    .hasMessageContaining("does not answer as Google's does");
        }
    }

    /** As the store documents its answers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | authError         | Anonymous caller does not have storage.objects.create access | DENIED      | set GOOGLE_APPLICATION_CREDENTIALS to the key file
                    403 | forbidden         | Permission 'storage.objects.create' denied on resource       | DENIED      | give that account the role Storage Object User
                    403 | rateLimitExceeded | The project exceeded the rate limit                          | UNAVAILABLE | too busy
                    429 | rateLimitExceeded | The total number of changes to the object exceeds the limit  | UNAVAILABLE | too busy
                    501 | notImplemented    | Not here                                                     | BROKEN      | nothing was written
                    507 | insufficient      | No space                                                     | UNAVAILABLE | free some room
                    411 | required          | You must provide the Content-Length HTTP header              | BROKEN      | misses the length
                    417 | expectation       | no                                                           | BROKEN      | takes no header Expect
                    400 | required          | Bucket is a requester pays bucket                            | BROKEN      | does not understand the request (400 Bucket is
                    """)
    void anAnswerOfTheStore(int status, String why, String words, Reason reason, String remedy) throws Exception {
        String answer = String.format(
                Locale.ROOT,
                "{\"error\": {\"code\": %d, \"message\": \"%s\", \"errors\": [{\"reason\": \"%s\"}]}}",
                status,
                words,
                why);
        try (TableStore store = open(Map.of(), Map.of("anonymous", "true", "fs.gs.http.max.retry", "0"))) {
            for (ThrowingCallable use : new ThrowingCallable[] {
                () -> store.put("a", new byte[1]),
                () -> store.putIfAbsent("a", new byte[1]),
                () -> store.readAll("a"),
                () -> store.stat("a"),
                () -> store.list("", ""),
                () -> store.delete("a")
            }) {
                proxy.answerNext(any -> true, status, "application/json", answer);
                TableStoreException e = failure(use);
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
                assertThat(e).hasMessageContaining("gs://lake/").hasMessageContaining(remedy);
                // The JDK drops the words of a 401 when it has streamed the request.
                assertThat(e.getMessage()).contains(status == 401 ? "" : words).doesNotContain("\n");
            }
        }
    }

    @Test
    void aBucketThatIsNotThere() throws Exception {
        TableUri uri = TableUri.parse("gs://no-such-lake/table");
        try (TableStore store = new GcsStorageAdapter().open(uri, GcsServer.emulatorAt(proxy.port()))) {
            for (ThrowingCallable use : new ThrowingCallable[] {
                () -> store.list("", ""), () -> store.put("a", new byte[1]), () -> store.putIfAbsent("a", new byte[1])
            }) {
                assertNoBucket(failure(use));
            }
            // This server, unlike the real one, does not say what it is that is not there.
            for (ThrowingCallable use : new ThrowingCallable[] {() -> store.readAll("a"), () -> store.delete("a")}) {
                proxy.answerNext(any -> true, 404, "text/plain", "The specified bucket does not exist.");
                assertNoBucket(failure(use));
            }
        }
    }

    private static void assertNoBucket(TableStoreException e) {
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.BROKEN);
        assertThat(e)
                .hasMessageContaining("there is no bucket 'no-such-lake'")
                .hasMessageContaining("gcloud storage buckets create gs://no-such-lake");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | invalid_grant | Invalid JWT Signature.                                                       | DENIED      | make a new key
                    400 | invalid_grant | Invalid grant: account not found                                             | DENIED      | make a new key
                    400 | invalid_grant | Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim. | UNAVAILABLE | set it, by NTP
                    503 | backend_error | Try later                                                                    | UNAVAILABLE | has a fault (503
                    """)
    void anAnswerOfTheTokenService(int status, String error, String words, Reason reason, String remedy)
            throws Exception {
        String answer = String.format(Locale.ROOT, "{\"error\": \"%s\", \"error_description\": \"%s\"}", error, words);
        try (StubService tokens = StubService.that(request -> new StubService.Answer(status, answer))) {
            KeyFile key = KeyFile.write(folder, tokens.address());
            try (TableStore store = open(keyFile(key), Map.of())) {
                TableStoreException e = failure(() -> store.putIfAbsent("a", new byte[1]));
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
                assertThat(e).hasMessageContaining(words).hasMessageContaining(remedy);
                assertThat(tokens.requests()).as("asked once").hasSize(1);
            }
        }
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void aTokenServiceThatCantBeReached() throws Exception {
        KeyFile key = KeyFile.write(folder, "127.0.0.1:" + portOfNobody());
        try (TableStore store = open(keyFile(key), Map.of())) {
            assertUnavailable(store, "the service that gives tokens can't be reached: it refuses the connection");
        }
        try (TableStore store = open(Map.of("GCE_METADATA_HOST", "metadata.invalid"), Map.of())) {
            assertUnavailable(store, "its name is not known here", "set GOOGLE_APPLICATION_CREDENTIALS");
        }
    }

    @Test
    void aMachineWithoutServiceAccount() throws Exception {
        try (StubService metadata = StubService.that(request -> new StubService.Answer(404, ""));
                TableStore store = open(Map.of("GCE_METADATA_HOST", metadata.address()), Map.of())) {
            TableStoreException e = failure(() -> store.readAll("a"));
            assertThat(e.reason()).isEqualTo(Reason.DENIED);
            assertThat(e).hasMessageContaining("has no service account for this machine; attach one");
        }
    }

    @Test
    void aKeyFileThatIsDamaged() throws Exception {
        KeyFile key = KeyFile.write(folder, "127.0.0.1:1");
        String damaged =
                Files.readString(key.path()).replace(key.secret(), key.secret().substring(40));
        Files.writeString(key.path(), damaged);
        TableStoreException e = failure(() -> open(keyFile(key), Map.of()).close());
        assertThat(e.reason()).isEqualTo(Reason.DENIED);
        assertThat(e)
                .hasMessageContaining(key.path() + " (GOOGLE_APPLICATION_CREDENTIALS)")
                .hasNoCause();
    }

    @Test
    void aNetworkThatIsNotThere() throws Exception {
        Map<String, String> quick =
                Map.of("anonymous", "true", "fs.gs.http.read-timeout", "100ms", "fs.gs.http.max.retry", "0");
        try (TableStore store = open(Map.of(), quick)) {
            proxy.refuse();
            assertUnavailable(store, "the store at " + proxy.uri(), "it refuses the connection");
            proxy.mend();
            proxy.hang();
            TableStoreException e = failure(() -> store.putIfAbsent("a", new byte[1]));
            assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
            assertThat(e).hasMessageContaining("it does not answer in time");
            proxy.mend();
            assertThat(store.putIfAbsent("a", new byte[1])).isTrue();
        }
        Map<String, String> nowhere = new HashMap<>(quick);
        nowhere.put("fs.gs.storage.root.url", "http://store.invalid/");
        try (TableStore store = open(Map.of(), nowhere)) {
            assertUnavailable(store, "its name is not known here; check the name, the network and the DNS");
        }
    }

    /** Also not in what the connector logs by itself. */
    @Test
    void noSecretIsSeenAnywhere() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        StringWriter said = new StringWriter();
        try (StubService tokens = StubService.giving("hush-a-token")) {
            KeyFile key = KeyFile.write(folder, tokens.address());
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try (TableStore store = open(keyFile(key), Map.of("fs.gs.http.max.retry", "0"))) {
                said.append(store.toString()).append(store.description());
                for (int status : new int[] {400, 401, 403, 503}) {
                    proxy.answerNext(any -> true, status, "text/plain", "no");
                    failure(() -> store.putIfAbsent("a", new byte[1])).printStackTrace(new PrintWriter(said));
                }
                proxy.refuse();
                failure(() -> store.readAll("a")).printStackTrace(new PrintWriter(said));
            }
            assertThat(said.toString() + printed.toString(StandardCharsets.UTF_8))
                    .contains("TableStoreException")
                    .doesNotContain("hush-a-token", key.secret().substring(0, 40), "eyJ");
            // slf4j says once in a process that it has no provider, whoever comes first.
            assertThat(printed.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.startsWith("SLF4J"));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static void assertUnavailable(TableStore store, String... words) {
        for (ThrowingCallable use : new ThrowingCallable[] {
            () -> store.put("a", new byte[1]), () -> store.putIfAbsent("a", new byte[1]), () -> store.readAll("a")
        }) {
            TableStoreException e = failure(use);
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e.getMessage()).contains(words);
        }
    }

    private TableStore open(Map<String, String> environment, Map<String, String> options) throws Exception {
        Map<String, String> settings = new HashMap<>(options);
        settings.put("endpoint", proxy.uri().toString());
        return new GcsStorageAdapter().open(GcsServer.newTable(), new StorageSettings(environment, settings));
    }

    private static Map<String, String> keyFile(KeyFile key) {
        return Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.path().toString());
    }

    private static int portOfNobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static TableStoreException failure(ThrowingCallable call) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
