package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.ReplyLimit;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends requests to the Blob service, each under the connector's authorization and retries. The JDK's HTTP client carries
 * them and not the connector's: that one makes an empty file first where one is written, and its connections have no limit
 * on the time that sending takes.
 *
 * <p>A request fails when no byte moves for as long as the settings' patience, however long it takes while bytes do. A
 * silent one is not tried again here, for the caller's time is limited too.
 */
final class BlobClient implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    /** How often in its patience a request is looked at. */
    private static final int LOOKS = 8;

    /** Firewalls forget a connection that is idle for some minutes, and tell neither end. */
    private static final Duration MAX_IDLE = Duration.ofMinutes(1);

    private final AbfsSettings settings;
    private final Ticker ticker;
    private HttpClient http;
    private long lastUse;

    BlobClient(AbfsSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.http = connections();
        this.lastUse = ticker.nanos();
    }

    private HttpClient connections() {
        return RoutedClient.of(settings.route(), settings.connecting());
    }

    /** The JDK's client keeps a connection for 20 minutes, and that can be set for all of a JVM only. */
    private synchronized HttpClient freshConnections() {
        long now = ticker.nanos();
        if (now - lastUse > MAX_IDLE.toNanos()) {
            http = connections();
        }
        lastUse = now;
        return http;
    }

    /** How many files and directories are listed in one request. */
    int pageSize() {
        return settings.pageSize();
    }

    /**
     * Sends {@code request} until it is answered for good or the retries are used up.
     *
     * @throws NoReplyException if the last attempt got no answer
     */
    BlobReply send(BlobRequest request) throws NoReplyException {
        boolean inDoubt = false;
        for (int retry = 0; ; retry++) {
            try {
                if (retry > 0) {
                    pause(settings.retries().getRetryInterval(retry));
                }
                BlobReply reply = attempt(request, inDoubt);
                if (!settings.retries().shouldRetry(retry, reply.status())) {
                    return reply;
                }
                inDoubt = reply.inDoubt();
            } catch (IOException e) {
                inDoubt |= request.writes() && !isUnsent(e);
                if (isFinal(e) || !settings.retries().shouldRetry(retry, -1)) {
                    throw new NoReplyException(e, inDoubt);
                }
            }
        }
    }

    private BlobReply attempt(BlobRequest request, boolean inDoubt) throws IOException {
        AtomicLong progress = new AtomicLong();
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.address())
                .method(request.method(), publisher(request.body(), progress))
                .header("User-Agent", "dispenser-telemetry");
        request.headers().forEach(builder::header);
        settings.authorization().headers(request).forEach(builder::setHeader);
        RoutedClient.logIn(builder, settings.route());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        HttpResponse<Void> response = await(
                freshConnections().sendAsync(builder.build(), reply -> {
                    long limit = limit(request, reply.statusCode());
                    return BodySubscribers.ofByteArrayConsumer(piece -> {
                        if (body.size() + piece.map(bytes -> bytes.length).orElse(0) > limit) {
                            throw new UncheckedIOException(new ReplyLimit.TooLargeException(limit));
                        }
                        piece.ifPresent(body::writeBytes);
                        progress.incrementAndGet();
                    });
                }),
                progress);
        int status = response.statusCode();
        boolean doubtful = request.writes()
                && (status == 408 || (status >= 500 && status != 501 && status != 503 && status != 507));
        return new BlobReply(status, response.headers(), body.toByteArray(), inDoubt || doubtful);
    }

    /** How much of a reply is read: files are asked for without a query. */
    private static long limit(BlobRequest request, int status) {
        if (status / 100 != 2) {
            return ReplyLimit.MESSAGE_BYTES;
        }
        return request.address().getRawQuery() == null ? ReplyLimit.fileBytes() : ReplyLimit.PAGE_BYTES;
    }

    private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> running, AtomicLong progress)
            throws IOException {
        long look = Math.max(1, settings.patience().toMillis() / LOOKS);
        int silent = 0;
        while (true) {
            long seen = progress.get();
            try {
                return running.get(look, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                silent = progress.get() == seen ? silent + 1 : 0;
                if (silent == LOOKS) {
                    running.cancel(true);
                    throw silence(settings.patience());
                }
            } catch (ExecutionException e) {
                Optional<ReplyLimit.TooLargeException> tooLarge = Causes.first(e, ReplyLimit.TooLargeException.class);
                if (tooLarge.isPresent()) {
                    throw tooLarge.get();
                }
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            } catch (InterruptedException e) {
                running.cancel(true);
                throw interrupted();
            }
        }
    }

    /** The body in pieces, each of which is asked for when the one before it is on its way. */
    private static BodyPublisher publisher(byte[] body, AtomicLong progress) {
        if (body.length == 0) {
            return BodyPublishers.noBody();
        }
        Iterable<byte[]> pieces = () -> IntStream.iterate(0, start -> start < body.length, start -> start + PIECE)
                .mapToObj(start -> {
                    progress.incrementAndGet();
                    return Arrays.copyOfRange(body, start, Math.min(body.length, start + PIECE));
                })
                .iterator();
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(pieces), body.length);
    }

    private static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private static HttpTimeoutException silence(Duration patience) {
        return new HttpTimeoutException("silent for " + patience.toMillis() + " ms");
    }

    /** Nothing of the request can have reached the service. */
    private static boolean isUnsent(IOException e) {
        return e instanceof SSLHandshakeException
                || e instanceof AzureTokenException
                || NetworkError.of(e).nothingWasSent();
    }

    private static boolean isFinal(IOException e) {
        return e instanceof HttpTimeoutException
                || e instanceof ReplyLimit.TooLargeException
                || e instanceof InterruptedIOException
                || e instanceof SSLHandshakeException
                || e instanceof AzureTokenException;
    }

    @Override
    public void close() {
        settings.authorization().close();
    }
}
