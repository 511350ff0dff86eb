package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.TestProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told: by a real server where it answers so, else by answers as AWS documents them. */
class S3ErrorTranslatorTest {

    /** More than the connector's attempts. */
    private static final int OFTEN = 5;

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

    @Test
    void aWrongKey() throws Exception {
        TableStoreException e = failure(with("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE0000"), bucket);
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.DENIED);
        assertThat(e)
                .hasMessageContaining("doesn't know the AWS keys of the environment")
                .hasMessageContaining("check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void aWrongSecret() throws Exception {
        TableStoreException e = failure(with("AWS_SECRET_ACCESS_KEY", S3Server.SECRET + "x"), bucket);
        assertThat(e.reason()).isEqualTo(Reason.DENIED);
        assertThat(e)
                .hasMessageContaining("the secret does not belong to the AWS keys of the environment")
                .hasMessageContaining("check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void aWrongRegion() throws Exception {
        TableStoreException e = failure(with("AWS_REGION", "eu-north-1"), bucket);
        assertThat(e.reason()).isEqualTo(Reason.BROKEN);
        assertThat(e.getMessage())
                .containsSubsequence("is in region us-east-1, not in eu-north-1 (", "); set AWS_REGION=us-east-1");
    }

    @Test
    void aMissingBucket() throws Exception {
        TableStoreException e = failure(with("x", "x"), "no-such-bucket");
        assertThat(e.reason()).isEqualTo(Reason.BROKEN);
        assertThat(e)
                .hasMessageContaining("there is no bucket no-such-bucket at " + proxy.uri())
                .hasMessageContaining("create it, or correct the table's URI");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|InvalidAccessKeyId|The AWS Access Key Id does not exist.|DENIED|doesn't know the AWS keys",
                "400|ExpiredToken|The provided token has expired.|DENIED|have expired (400 ExpiredToken:… set new ones",
                "400|InvalidToken|The provided token is malformed.|DENIED|session token of the AWS keys",
                "403|AccessDenied|Access Denied|DENIED|s3:PutObject",
                "403|RequestTimeTooSkewed|The difference is too large.|UNAVAILABLE|clock is wrong (403… set it",
                "301|PermanentRedirect|Use the specified endpoint.|BROKEN|in another region than us-east-1",
                "400|AuthorizationHeaderMalformed|the region 'us-east-1' is wrong; expecting 'ap-south-1'|BROKEN|AWS_REGION=ap-south-1",
                "501|NotImplemented|A header implies functionality that is not implemented|BROKEN|single_writer = true",
                "507|InsufficientStorage|No space left|UNAVAILABLE|no room left…free some room",
                "403|QuotaExceeded|The quota is used up|UNAVAILABLE|no room left…raise the quota",
                "400|XMinioAdminBucketQuotaExceeded|Bucket quota exceeded|UNAVAILABLE|no room left",
                "411|MissingContentLength|You must provide it|BROKEN|misses the length…Content-Length",
                "417|ExpectationFailed|no|BROKEN|Expect: 100-continue…expect.continue",
                "503|SlowDown|Please reduce your request rate.|UNAVAILABLE|too busy",
                "500|InternalError|We encountered an internal error.|UNAVAILABLE|failure of its own",
                "400|KeyTooLongError|Your key is too long|BROKEN|(400 KeyTooLongError: Your key is too long)",
            })
    void whatTheStoreAnswers(int status, String code, String message, Reason reason, String words) throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            proxy.answerNext(request -> true, status, "application/xml", error(code, message));
        }
        TableStoreException e = failure(with("x", "x"), bucket);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.getMessage()).containsSubsequence(words.split("…")).contains("s3://" + bucket + "/t");
    }

    @ParameterizedTest
    @CsvSource({"501, BROKEN", "507, UNAVAILABLE"})
    void whatSaysThatNothingWasWrittenIsNoDoubt(int status, Reason reason) throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            proxy.answerNext(request -> true, status, "application/xml", error("Whatever", "no"));
        }
        try (TableStore store = open(with("x", "x"), bucket)) {
            assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
                    .isInstanceOfSatisfying(
                            TableStoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(reason));
        }
    }

    @Test
    void aPortForTlsIsTold() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            proxy.answerNext(request -> true, 400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n");
        }
        TableStoreException e = failure(with("x", "x"), bucket);
        assertThat(e.reason()).isEqualTo(Reason.BROKEN);
        assertThat(e).hasMessageContaining("port for TLS").hasMessageContaining("write https://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>t/a</Key><Size>1</Size></Contents>"
                        + "</ListBucketResult>|tells no time of t/a",
                "<ListBucketResult><Contents><Key>t/a</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z"
                        + "</LastModified></Contents></ListBucketResult>|lacks the end",
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>t/a</Key>|not all of it",
                "<html><body>Log in</body></html>|lacks the end",
            })
    void aListThatIsNoneIsTold(String body, String words) throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            proxy.answerNext(request -> true, 200, "application/xml", body);
        }
        TableStoreException e = failure(with("x", "x"), bucket);
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.BROKEN);
        assertThat(e).hasMessageContaining(words).hasMessageContaining("check the address");
    }

    @Test
    void aReplyWithoutAnEndIsNotReadToIt() throws Exception {
        String endless = "<Error><Code>x</Code><Message>" + "x".repeat(3 << 20) + "</Message></Error>";
        for (int i = 0; i < OFTEN; i++) {
            proxy.answerNext(request -> true, 400, "application/xml", endless);
        }
        TableStoreException e = failure(with("x", "x"), bucket);
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.BROKEN);
        assertThat(e).hasMessageContaining("has more than 1048576 bytes");
    }

    @Test
    void aBodyIsSentAsItIs() throws Exception {
        try (TableStore store = open(with("x", "x"), bucket)) {
            store.put("a", new byte[] {1, 2, 3});
            assertThat(store.readAll("a")).containsExactly(1, 2, 3);
        }
        assertThat(proxy.requests())
                .noneMatch(request -> request.headers().toString().contains("aws-chunked")
                        || request.headers().toString().contains("STREAMING-"));
    }

    @Test
    void aConflictOfTwoRequestsIsWaitedFor() throws Exception {
        for (int i = 0; i < 3; i++) {
            proxy.answerNext(request -> true, 409, "application/xml", error("ConditionalRequestConflict", "conflict"));
        }
        try (TableStore store = open(with("x", "x"), bucket)) {
            assertThat(store.putIfAbsent("a", new byte[1])).isTrue();
            assertThat(proxy.requests()).hasSize(4);
            for (int i = 0; i < 3; i++) {
                proxy.answerNext(
                        request -> true, 409, "application/xml", error("ConditionalRequestConflict", "conflict"));
            }
            assertThat(store.putIfAbsent("a", new byte[2])).isFalse();
        }
    }

    @Test
    void aBodyThatEndsEarlyIsNeverTakenForTheFile() throws Exception {
        byte[] content = new byte[100_000];
        content[99_999] = 1;
        try (TableStore store = open(with("x", "x"), bucket)) {
            store.put("a", content);
            proxy.cutWithinNextReply(request -> request.method().equals("GET"));
            assertThat(store.readAll("a")).isEqualTo(content);
            for (int i = 0; i < OFTEN; i++) {
                proxy.cutWithinNextReply(request -> request.method().equals("GET"));
            }
            TableStoreException e = catchThrowableOfType(TableStoreException.class, () -> store.read("a", 0, 100_000));
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void aHostThatIsNotThere() throws Exception {
        TableStoreException e = failure(with("AWS_ENDPOINT_URL_S3", "http://no-such-host.invalid:9000"), bucket);
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(e)
                .hasMessageContaining(
                        "the store at http://no-such-host.invalid:9000 can't be reached: its name is not known here")
                .hasMessageContaining("check the name, the network and the DNS");
    }

    @Test
    void aStoreThatRefusesConnections() throws Exception {
        proxy.refuse();
        TableStoreException e = failure(with("x", "x"), bucket);
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(e)
                .hasMessageContaining("the store at " + proxy.uri() + " can't be reached: it refuses the connection");
    }

    /** All at once, since each lasts as long as it may. */
    @Test
    void noOperationWaitsForEver() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TableStore store = open(with("x", "x"), bucket)) {
            store.put("a", new byte[10]);
            proxy.hang();
            List<Callable<Object>> operations = List.of(
                    () -> store.list("", ""),
                    () -> store.readAll("a"),
                    () -> store.stat("a"),
                    () -> store.putIfAbsent("b", new byte[10]),
                    () -> {
                        store.delete("a");
                        return "deleted";
                    });
            List<Future<TableStoreException>> running = new ArrayList<>();
            for (Callable<Object> operation : operations) {
                running.add(threads.submit(() -> catchThrowableOfType(TableStoreException.class, operation::call)));
            }
            List<Reason> reasons = new ArrayList<>();
            for (Future<TableStoreException> each : running) {
                TableStoreException e = each.get(60, TimeUnit.SECONDS);
                assertThat(e).hasMessageContaining("does not answer in time");
                reasons.add(e.reason());
            }
            assertThat(reasons)
                    .containsExactly(
                            Reason.UNAVAILABLE,
                            Reason.UNAVAILABLE,
                            Reason.UNAVAILABLE,
                            Reason.OUTCOME_UNKNOWN,
                            Reason.OUTCOME_UNKNOWN);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String error(String code, String message) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                + "</Message><RequestId>1</RequestId></Error>";
    }

    /** Settings with one variable changed. */
    private Map<String, String> with(String variable, String value) {
        Map<String, String> environment =
                new HashMap<>(S3Server.settings(proxy.uri(), Map.of()).environment());
        environment.put(variable, value);
        return environment;
    }

    private static TableStore open(Map<String, String> environment, String bucket) throws Exception {
        return new S3StorageAdapter()
                .open(TableUri.parse("s3://" + bucket + "/t"), new StorageSettings(environment, Map.of()));
    }

    /** What listing says, and that neither it nor anything behind it tells the secret. */
    private static TableStoreException failure(Map<String, String> environment, String bucket) throws Exception {
        try (TableStore store = open(environment, bucket)) {
            TableStoreException e = catchThrowableOfType(TableStoreException.class, () -> store.list("", ""));
            assertThat(e).isNotNull();
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace + store.description()).doesNotContain(S3Server.SECRET);
            assertThat(e.getMessage()).doesNotContain("\n", "Exception");
            return e;
        }
    }
}
