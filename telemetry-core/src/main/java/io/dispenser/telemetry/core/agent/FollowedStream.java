package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream that is open now, if one is, and what it told.
 *
 * <p>Used by the follower's thread only.
 */
final class FollowedStream {

    private final ContainerEngine engine;
    private final Runnable wake;
    private final Ticker ticker;
    private @Nullable ChangeStream stream;
    private ChangeQueue queue;
    private long openedAt;

    /** @param wake makes the follower's thread take a step */
    FollowedStream(ContainerEngine engine, Runnable wake, Ticker ticker) {
        this.engine = engine;
        this.wake = wake;
        this.ticker = ticker;
        this.queue = new ChangeQueue(wake, ticker);
    }

    /**
     * Opens a stream in the place of the one there is, without a moment without one.
     *
     * @return what the one before had told and nobody had taken yet
     */
    List<ContainerChange> open(Instant since) throws EngineException, InterruptedException {
        ChangeQueue next = new ChangeQueue(wake, ticker);
        ChangeStream opened = engine.changes(since, next);
        List<ContainerChange> last = queue.drain();
        close();
        queue = next;
        stream = opened;
        openedAt = ticker.nanos();
        return last;
    }

    void close() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    boolean isOpen() {
        return stream != null;
    }

    /** Whether it is open and has not ended. */
    boolean lives() {
        return isOpen() && queue.end().isEmpty();
    }

    /** Whether it tells no changes. */
    boolean isMute() {
        return stream != null && stream.mute() != null;
    }

    /** Whether it told all there was to tell up to now, and all of that was taken. */
    boolean isExhausted() {
        return lives() && !isMute() && queue.isEmpty();
    }

    /** Whether it told nothing since the last call, and has been open for {@code time}. */
    boolean wasSilentFor(Duration time) {
        boolean silent = !queue.wasHeard();
        return silent && ticker.nanos() - openedAt >= time.toNanos();
    }

    /** What there is to take, as in {@link ChangeQueue}. */
    ChangeQueue queue() {
        return queue;
    }

    /** Why nothing more will come. */
    Optional<String> end() {
        return queue.end();
    }
}
