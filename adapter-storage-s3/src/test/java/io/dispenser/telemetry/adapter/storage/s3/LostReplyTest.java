package io.dispenser.telemetry.adapter.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dispenser.telemetry.core.storage.CreationId;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose file is there where a reply got lost and the request was sent again: by a store of a test's own, on the loopback. */
@SuppressWarnings("NullAway.Init")
class LostReplyTest {

    private static final String METADATA = "x-amz-meta-" + CreationId.METADATA_NAME;
    private static final byte[] CONTENT = "{\"commitInfo\":{}}".getBytes(UTF_8);
    private static final byte[] OTHER = "{\"commitInfo\":{\"of\":1}}".getBytes(UTF_8);

    private static final class Stored {
        final byte[] content;
        final @Nullable String creationId;

        Stored(byte[] content, @Nullable String creationId) {
            this.content = content;
            this.creationId = creationId;
        }
    }

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean keepsMetadata = true;
    private volatile boolean losesReply;
    private volatile boolean losesEveryReply;
    private volatile Optional<Stored> comesFirst = Optional.empty();

    private HttpServer server;
    private TableStore store;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        store = new S3StorageAdapter().open(TableUri.parse("s3://lake/t"), S3Server.settings(uri, Map.of()));
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    @Test
    void aFileThatIsThereIsAnothersWithoutALook() throws Exception {
        objects.put("/lake/t/1", new Stored(CONTENT, "another"));
        assertThat(store.putIfAbsent("1", CONTENT)).isFalse();
        assertThat(requests).containsExactly("PUT /lake/t/1");
    }

    @Test
    void whatTheFirstRequestWroteIsOursThoughTheSecondIsRefused() throws Exception {
        losesReply = true;
        assertThat(store.putIfAbsent("1", CONTENT)).isTrue();
        assertThat(requests).containsExactly("PUT /lake/t/1", "PUT /lake/t/1", "GET /lake/t/1");
        assertThat(store.putIfAbsent("1", CONTENT))
                .as("another call of the same content")
                .isFalse();
    }

    @Test
    void whatWasWrittenAndNeverAnsweredIsOurs() throws Exception {
        losesEveryReply = true;
        assertThat(store.putIfAbsent("1", CONTENT)).isTrue();
        objects.put("/lake/t/2", new Stored(CONTENT, "another"));
        assertThat(store.putIfAbsent("2", CONTENT)).isFalse();
    }

    @Test
    void whatAnotherWroteMeanwhileIsHisAlsoIfItIsTheSame() throws Exception {
        for (byte[] content : List.of(CONTENT, OTHER)) {
            objects.clear();
            losesReply = true;
            comesFirst = Optional.of(new Stored(content, "another"));
            assertThat(store.putIfAbsent("1", CONTENT)).isFalse();
        }
        assertThat(requests).hasSize(2 * 3);
    }

    /** Then nobody can tell: neither success nor conflict would be true for certain. */
    @Test
    void theSameContentInAStoreThatDropsMetadataIsAnUnknownOutcome() throws Exception {
        keepsMetadata = false;
        losesReply = true;
        assertThatThrownBy(() -> store.putIfAbsent("1", CONTENT))
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN));

        objects.clear();
        losesReply = true;
        comesFirst = Optional.of(new Stored(OTHER, null));
        assertThat(store.putIfAbsent("1", CONTENT))
                .as("other content is another's")
                .isFalse();
    }

    @Test
    void aWriteThatWasNeverAnsweredAndIsNotThereMayYetArrive() throws Exception {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            reply(exchange, exchange.getRequestMethod().equals("PUT") ? 500 : 404, new byte[0]);
        });
        assertThatThrownBy(() -> store.putIfAbsent("1", CONTENT))
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN));
    }

    @Test
    void eachCallHasAnIdOfItsOwn() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            store.putIfAbsent("file-" + i, CONTENT);
            ids.add(String.valueOf(requireNonNull(objects.get("/lake/t/file-" + i)).creationId));
        }
        assertThat(ids).doesNotContain("null").doesNotHaveDuplicates();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + path);
        if (exchange.getRequestMethod().equals("PUT")) {
            String id = keepsMetadata ? exchange.getRequestHeaders().getFirst(METADATA) : null;
            Stored written = comesFirst.orElse(new Stored(body, id));
            comesFirst = Optional.empty();
            boolean condition = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            boolean taken = condition && objects.putIfAbsent(path, written) != null;
            if (!condition) {
                objects.put(path, written);
            }
            int status = losesEveryReply ? 500 : taken ? 412 : losesReply ? 500 : 200;
            losesReply = false;
            reply(exchange, status, new byte[0]);
            return;
        }
        Stored found = objects.get(path);
        if (found != null && found.creationId != null) {
            exchange.getResponseHeaders().set(METADATA, found.creationId);
        }
        exchange.getResponseHeaders().set("Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT");
        reply(exchange, found == null ? 404 : 200, found == null ? new byte[0] : found.content);
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
