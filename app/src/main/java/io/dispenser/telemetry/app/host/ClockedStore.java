package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store whose clock is compared with this host's, once an hour: when a file was just written, the store is asked what time
 * that was. A request more an hour, and nobody waits for it.
 */
final class ClockedStore extends ForwardingTableStore {

    static final Duration INTERVAL = Duration.ofHours(1);

    /** Some stores tell whole seconds. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final InstantSource clock;
    private final Executor aside;
    private final Consumer<Duration> ahead;
    private @Nullable Long compared;

    /**
     * @param aside where the store is asked
     * @param ahead is told how far the store's clock is ahead of this host's at least; zero if they may be the same
     */
    ClockedStore(TableStore store, Ticker ticker, InstantSource clock, Executor aside, Consumer<Duration> ahead) {
        super(store);
        this.ticker = ticker;
        this.clock = clock;
        this.aside = aside;
        this.ahead = ahead;
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        Instant before = clock.instant();
        boolean written = super.putIfAbsent(path, content);
        Instant after = clock.instant();
        if (written && isDue()) {
            aside.execute(() -> compare(path, before, after));
        }
        return written;
    }

    private synchronized boolean isDue() {
        long now = ticker.nanos();
        if (compared != null && now - compared < INTERVAL.toNanos()) {
            return false;
        }
        compared = now;
        return true;
    }

    private void compare(String path, Instant before, Instant after) {
        try {
            Optional<FileEntry> written = stat(path);
            if (written.isPresent()) {
                ahead.accept(difference(written.get().modified(), before, after));
            } else { // it is gone already: the next one will tell
                forget();
            }
        } catch (TableStoreException | RuntimeException e) {
            // Whoever reads and writes will meet it too, and tell.
        }
    }

    private synchronized void forget() {
        compared = null;
    }

    private static Duration difference(Instant theirs, Instant before, Instant after) {
        if (theirs.isAfter(after)) {
            return Duration.between(after, theirs);
        }
        Instant latest = theirs.plus(RESOLUTION);
        return latest.isBefore(before) ? Duration.between(before, latest) : Duration.ZERO;
    }
}
