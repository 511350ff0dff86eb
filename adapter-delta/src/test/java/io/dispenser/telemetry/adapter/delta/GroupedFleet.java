package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Hosts that hand all their batches over, ten times as fast as hosts do, each on a thread of its own, until they are stopped. */
public final class GroupedFleet implements AutoCloseable {

    private static final String INBOX = "_delta_log/_dispenser/inbox";
    private static final int TIMES = 10;
    private static final int ROWS = 3;

    private final int hosts;
    private final Callable<TableStore> opening;
    private final ExecutorService threads;
    private final List<Future<Void>> running = new ArrayList<>();
    private final Queue<ContainerStatusEvent> written = new ConcurrentLinkedQueue<>();
    private volatile boolean enough;

    private GroupedFleet(int hosts, Callable<TableStore> opening) {
        this.hosts = hosts;
        this.opening = opening;
        this.threads = Executors.newFixedThreadPool(hosts);
        for (int host = 0; host < hosts; host++) {
            int number = host;
            running.add(threads.submit(() -> write(number)));
        }
    }

    /**
     * Starts it.
     *
     * @param opening opens the table's store for a host
     */
    public static GroupedFleet start(int hosts, Callable<TableStore> opening) {
        return new GroupedFleet(hosts, opening);
    }

    private Void write(int host) throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink(GroupCommitMode.ALWAYS)) {
            for (int number = 0; !enough; number++) {
                int first = (number * hosts + host) * ROWS;
                List<ContainerStatusEvent> events = SampleEvents.statuses(first, first + ROWS);
                RetryingWriter.write(sink, new Batch<>("host-" + host, number, events));
                written.addAll(events);
            }
        }
        return null;
    }

    private DeltaSink<ContainerStatusEvent> sink(GroupCommitMode mode) throws Exception {
        return new DeltaSink<>(
                TelemetryTables.STATUS, opening.call(), "dispenser-telemetry/test", mode, FastGroupCommit.means(TIMES));
    }

    /** How many batches are written. */
    public int batches() {
        return written.size() / ROWS;
    }

    /** Waits until so many batches are. */
    public void awaitWritten(int batches) throws Exception {
        while (batches() < batches) {
            for (Future<Void> host : running) {
                if (host.isDone()) {
                    host.get(); // it has failed
                }
            }
            Thread.sleep(20);
        }
    }

    /** Ends it, and looks after what is left in the inbox; returns all events that were written. */
    public List<ContainerStatusEvent> stop() throws Exception {
        enough = true;
        for (Future<Void> host : running) {
            host.get(2, TimeUnit.MINUTES);
        }
        try (DeltaSink<ContainerStatusEvent> sink = sink(GroupCommitMode.AUTO);
                TableStore store = opening.call()) {
            for (int look = 0; look < 600 && !store.list(INBOX, "").isEmpty(); look++) {
                var unused = sink.lookAround();
                Thread.sleep(50);
            }
            assertThat(store.list(INBOX, "")).isEmpty();
        }
        return List.copyOf(written);
    }

    /** How many of the commits that are there hold batches that were handed over. */
    public static int groupCommits(TableStore store) throws TableStoreException {
        int grouped = 0;
        for (long version = 0; ; version++) {
            Optional<LoggedCommit> commit = LoggedCommit.read(store, version);
            if (commit.isEmpty()) {
                return grouped;
            }
            grouped += commit.get().isGroupCommit() ? 1 : 0;
        }
    }

    @Override
    public void close() {
        enough = true;
        threads.shutdownNow();
    }
}
