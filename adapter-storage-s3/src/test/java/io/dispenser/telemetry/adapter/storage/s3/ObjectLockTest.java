package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ProxyRequest;
import io.dispenser.telemetry.testkit.TestProxy;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bucket whose objects are locked: it takes no PUT without a checksum, and gives nothing back. */
class ObjectLockTest {

    private static final String ERROR = "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>";

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
    void eachPutBearsAChecksumThatIsRight() throws Exception {
        byte[] content = {1, 2, 3};
        String md5 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        for (Map<String, String> options : List.of(Map.<String, String>of(), Map.of("single_writer", "true"))) {
            try (TableStore store = open(options)) {
                refusePutsWithoutChecksum();
                store.put("a", content);
                store.putIfAbsent("log/" + options.size(), content);
                assertThat(store.readAll("a")).isEqualTo(content);
            }
        }
        assertThat(proxy.requests())
                .filteredOn(request -> request.method().equals("PUT"))
                .hasSize(4)
                .allSatisfy(put -> assertThat(put.headers()).containsEntry("content-md5", md5));
    }

    /** The server's own check, so that the header is none for show. */
    @Test
    void aChecksumThatIsWrongIsNoticed() throws Exception {
        proxy.rewriteHeads(head -> head.replaceFirst("(?i)(content-md5: )....", "$1AAAA"));
        try (TableStore store = open(Map.of())) {
            assertThatThrownBy(() -> store.put("a", new byte[] {1, 2, 3})).isInstanceOf(TableStoreException.class);
        }
    }

    @Test
    void aDeletionThatIsForbiddenIsToldAsThat() throws Exception {
        try (TableStore store = open(Map.of())) {
            store.put("a", new byte[1]);
            for (List<String> answer : List.of(
                    List.of("403", "AccessDenied", "Access Denied because object protected by object lock."),
                    List.of("400", "InvalidRequest", "Object is WORM protected and cannot be overwritten"),
                    List.of("405", "MethodNotAllowed", "The retention period of the object has not ended"))) {
                proxy.answerNext(
                        request -> request.method().equals("DELETE"),
                        Integer.parseInt(answer.get(0)),
                        "application/xml",
                        ERROR.replaceFirst("%s", answer.get(1)).replaceFirst("%s", answer.get(2)));
                assertThatThrownBy(() -> store.delete("a"))
                        .isInstanceOfSatisfying(
                                TableStoreException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                        .hasMessageContainingAll("object lock", "rows are written all the same");
            }
            assertThat(store.putIfAbsent("b", new byte[1])).isTrue();
        }
    }

    private void refusePutsWithoutChecksum() {
        for (int i = 0; i < 8; i++) {
            proxy.answerNext(
                    ObjectLockTest::lacksChecksum,
                    400,
                    "application/xml",
                    ERROR.replaceFirst("%s", "InvalidRequest")
                            .replaceFirst(
                                    "%s",
                                    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with"
                                            + " Object Lock parameters"));
        }
    }

    private static boolean lacksChecksum(ProxyRequest request) {
        return request.method().equals("PUT")
                && !request.headers().containsKey("content-md5")
                && request.headers().keySet().stream().noneMatch(name -> name.matches("x-amz-checksum-.+"));
    }

    private TableStore open(Map<String, String> options) throws TableStoreException {
        return new S3StorageAdapter()
                .open(TableUri.parse("s3://" + bucket + "/lake/table"), S3Server.settings(proxy.uri(), options));
    }
}
