package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.azurebfs.oauth2.AccessTokenProvider;

/**
 * Requests with a token of Entra ID, which the connector's provider fetches and keeps until it is about to expire. It waits
 * up to 30 s for each answer, and that can't be set, so a thread of its own waits, and the caller not longer than its
 * patience; what comes later serves the next caller.
 */
final class TokenAuthorization implements Authorization {

    private final AccessTokenProvider provider;
    private final Duration patience;
    private final ExecutorService fetcher = Executors.newSingleThreadExecutor(DaemonThreads.named("azure-token"));

    TokenAuthorization(AccessTokenProvider provider, Duration patience) {
        this.provider = provider;
        this.patience = patience;
    }

    @Override
    public Map<String, String> headers(BlobRequest request) throws IOException {
        Future<String> token = fetcher.submit(() -> provider.getToken().getAccessToken());
        try {
            return Map.of("Authorization", "Bearer " + token.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw AzureErrorTranslator.ofTokenProvider(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            // Only one that has not begun: a token under way is kept for the next caller.
            token.cancel(false);
            throw new AzureTokenException("no answer within " + patience.toSeconds() + " s", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a token");
        }
    }

    @Override
    public void close() {
        fetcher.shutdownNow();
    }
}
