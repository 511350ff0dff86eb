package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Worker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The processes of the hosts: starts them, and kills the one that commits for others, whose host starts it again. */
final class Fleet {

    /** As a service manager does. */
    private static final Duration RESTART = Duration.ofSeconds(5);

    private final FleetPlan plan;
    private final Timeline time;
    private final FleetPlace place;
    private final FleetSinks sinks;
    private final Window window;
    private final FleetLog log;
    private final RequestCounts counts;
    private final List<ProcessTime> processes;
    private final AtomicInteger kills = new AtomicInteger();

    Fleet(
            FleetPlan plan,
            Timeline time,
            FleetPlace place,
            FleetSinks sinks,
            Window window,
            FleetLog log,
            RequestCounts counts) {
        this.plan = plan;
        this.time = time;
        this.place = place;
        this.sinks = sinks;
        this.window = window;
        this.log = log;
        this.counts = counts;
        this.processes = new CopyOnWriteArrayList<>(IntStream.range(0, plan.hosts())
                .mapToObj(host -> new ProcessTime(time, plan.faults().ahead(host)))
                .toList());
    }

    /** How many processes were killed. */
    int kills() {
        return kills.get();
    }

    /** All hosts begin, each at its time. */
    void start() {
        for (int host = 0; host < plan.hosts(); host++) {
            start(host, Duration.ofNanos(plan.begin(host)));
        }
        Duration killEvery = plan.faults().killEvery();
        if (!killEvery.isZero()) {
            time.start("kills", killEvery, kill(killEvery));
        }
    }

    private void start(int host, Duration delay) {
        ProcessTime process = processes.get(host);
        int life = kills.get();
        Host each = new Host(
                host,
                plan,
                window,
                time.ticker(),
                () -> sinks.open(FleetRows.writerId(host), store(host, process, life), process),
                log);
        process.start("host-" + host, delay, each);
    }

    private TableStore store(int host, ProcessTime process, int life) {
        try {
            return new MeasuredStore(
                    place.client(),
                    process,
                    window,
                    place.latency(plan),
                    counts,
                    plan.random(host, 2 + life),
                    (path, failure) -> {
                        process.requireAlive(path);
                        requireUp(path, failure);
                    });
        } catch (TableStoreException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody gets through to a store that is away, and no reply of it comes back. */
    private void requireUp(String path, Reason failure) throws TableStoreException {
        if (window.isOutage(window.since(time.ticker().nanos()))) {
            throw new TableStoreException(failure, "the store is away (" + path + ")", null);
        }
    }

    private Worker.Step kill(Duration every) {
        return () -> {
            if (window.since(time.ticker().nanos()) >= window.end()) {
                return Optional.empty();
            }
            for (int host = 0; host < plan.hosts(); host++) {
                if (processes.get(host).isHolder()) {
                    kills.incrementAndGet();
                    processes.get(host).kill();
                    processes.set(host, new ProcessTime(time, plan.faults().ahead(host)));
                    start(host, RESTART);
                }
            }
            return Optional.of(every);
        };
    }
}
