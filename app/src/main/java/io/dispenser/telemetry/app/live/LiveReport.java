package io.dispenser.telemetry.app.live;

import io.dispenser.telemetry.app.report.ReportBuilder;
import io.dispenser.telemetry.app.report.ReportDocument;
import io.dispenser.telemetry.app.report.ReportPage;
import io.dispenser.telemetry.app.report.ReportScope;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The report of what an agent sees now and has seen in its last hours. Whoever watches is sent the whole document again after
 * samples and deployments, at most once a second; while nobody does, nothing is made. Any thread.
 */
public final class LiveReport implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A sample of many containers comes in many events. */
    private static final Duration COLLECTED = Duration.ofMillis(300);

    private static final Duration IDLE = Duration.ofHours(1);

    /** A new agent's report is of a few minutes, most of them empty. */
    private static final Duration LEAST_COVERED = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Ticker ticker;
    private final Watchers watchers;
    private final Worker worker;
    private final Supplier<LiveAgent> agent;

    /** Whoever records holds this lock, and holds it shortly. */
    private final Object lock = new Object();

    private final LiveHistory history = new LiveHistory();
    private boolean changed;
    private long changedAt;

    /** Of the making, under the lock of the report itself. */
    private byte @Nullable [] made;

    private long madeAt;
    private String host = "this host";
    private long sentAt;

    /** Those who are sent each document. */
    public interface Watchers {

        /** Whether there are any. */
        boolean isAny();

        /** Sends them a document, on one line, and does not wait for them. */
        void send(byte[] document);
    }

    /**
     * @param agent tells of the agent itself, whenever a document is made
     * @param watchers those who look
     */
    public LiveReport(Supplier<LiveAgent> agent, Watchers watchers, InstantSource clock, Ticker ticker) {
        this.agent = agent;
        this.watchers = watchers;
        this.clock = clock;
        this.ticker = ticker;
        this.sentAt = ticker.nanos() - PAUSE.toNanos();
        this.worker = new Worker("telemetry-live", () -> Optional.of(step()));
    }

    /** Goes on with what {@code before} has seen, which sees no more. */
    public void resume(LiveReport before) {
        LiveHistory.Seen seen;
        synchronized (before.lock) {
            seen = before.history.seen();
        }
        synchronized (lock) {
            history.resume(seen);
        }
    }

    /** Begins to send. */
    public void start() {
        worker.start();
    }

    /** What was recorded; where it is called, nothing waits. */
    public void recorded(TelemetryEvent event) {
        synchronized (lock) {
            if (event instanceof ContainerStatusEvent sample) {
                history.add(sample);
            } else if (event instanceof DeploymentEvent deployment) {
                history.add(deployment);
            }
        }
        change();
    }

    /** Something is to be sent: what is told has changed, or there is somebody new to tell. */
    public void change() {
        synchronized (lock) {
            if (changed) {
                return; // whoever sends looks at the time by itself
            }
            changed = true;
            changedAt = ticker.nanos();
        }
        worker.wake();
    }

    /** Sends if it is time to; says how long there is nothing to do. */
    Duration step() {
        synchronized (lock) {
            if (!changed) {
                return IDLE;
            }
            long now = ticker.nanos();
            long wait = Math.max(PAUSE.toNanos() - (now - sentAt), COLLECTED.toNanos() - (now - changedAt));
            if (wait > 0) {
                return Duration.ofNanos(wait);
            }
            changed = false;
            sentAt = now;
        }
        if (watchers.isAny()) {
            watchers.send(made().clone());
        }
        return PAUSE;
    }

    /** The document of now; however often it is asked for, it is made once a second at most. */
    public synchronized byte[] document() {
        byte[] known = made;
        if (known == null || ticker.nanos() - madeAt >= PAUSE.toNanos()) {
            known = made();
        }
        return known.clone();
    }

    private synchronized byte[] made() {
        byte[] now = make();
        made = now;
        madeAt = ticker.nanos();
        return now;
    }

    private byte[] make() {
        Instant now = clock.instant();
        Instant from = now.minus(LiveHistory.REACH);
        LiveHistory.Seen seen;
        synchronized (lock) {
            seen = history.seen();
        }
        Instant oldest = seen.oldest().orElse(now);
        if (oldest.isAfter(from)) {
            Instant least = now.minus(LEAST_COVERED);
            from = oldest.isBefore(least) ? oldest : least;
        }
        ReportBuilder builder = new ReportBuilder(new ReportScope(from, now, null, null, null, true));
        seen.tell(builder);
        host = seen.host().orElse(host);
        byte[] document = ReportDocument.of(builder).json();
        try {
            return agent.get().added(document, host);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written but memory", e);
        }
    }

    /** The page that shows it and goes on asking for more. */
    public synchronized String page() {
        byte[] document = document();
        ByteArrayOutputStream out = new ByteArrayOutputStream(document.length + 100_000);
        try {
            ReportPage.write(ReportPage.title(host), true, document, out);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written but memory", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Sends no more. */
    @Override
    public void close() {
        worker.interrupt();
    }
}
