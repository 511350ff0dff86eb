package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispenser.telemetry.adapter.delta.DeltaDeploymentHistory;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.adapter.spool.FileTrackerStateStore;
import io.dispenser.telemetry.adapter.spool.SpoolInspector;
import io.dispenser.telemetry.adapter.spool.SpooledDeployments;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.agent.DeploymentOutbox;
import io.dispenser.telemetry.core.agent.TelemetryAgent;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracker's state is put back from a copy, beside a spool and a Delta table that are not, or with the spool. */
@Timeout(120)
class RestoredTrackerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    private final List<Integer> doubles = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"/tracker", ""})
    void whatWasPutBackWithOrWithoutTheSpoolDoublesAndMissesNothing(String file) throws Exception {
        begin();
        copy("spool", "copy");
        OneProcess process = new OneProcess(store());
        happen();
        process.awaitRows(6);
        process.stop(LONG);
        copy("copy" + file, "spool" + file);
        happenMeanwhile();
        process = new OneProcess(store());
        process.awaitRows(8);
        process.stop(LONG);
        assertThat(doubles).containsExactly(6);
        assertOnce(8);
    }

    @Test
    void rowsThatLieInTheSpoolAreNotDoubledEither() throws Exception {
        begin();
        copy("spool", "copy");
        StoreOutage outage = new StoreOutage(store());
        outage.begin();
        OneProcess process = new OneProcess(outage.store());
        happen();
        await().atMost(LONG).until(() -> spooled() == 6);
        process.stop(Duration.ZERO);
        copy("copy/tracker", "spool/tracker");
        happenMeanwhile();
        process = new OneProcess(store());
        process.awaitRows(8);
        process.stop(LONG);
        assertThat(doubles).containsExactly(6);
        assertOnce(8);
    }

    /** A first process, which knows one container. */
    private void begin() throws Exception {
        engine.remember(change(Kind.CREATED, container(99, "early"), -99));
        engine.put(
                SampleContainer.of(1, "web").createdAt(START.minusSeconds(100)).build());
        new OneProcess(store()).stop(LONG);
    }

    /** Created, restarted, updated, recreated, and created and gone. */
    private void happen() {
        create(container(2, "api"), 1);
        engine.tell(change(Kind.RESTARTED, container(1, "web"), 2));
        engine.tell(change(Kind.UPDATED, container(1, "web"), 3));
        engine.remove(container(2, "api").id());
        engine.tell(change(Kind.REMOVED, container(2, "api"), 4));
        create(container(3, "api"), 5);
        engine.tell(change(Kind.CREATED, container(4, "job"), 6));
        engine.tell(change(Kind.RESTARTED, container(3, "api"), 7));
        engine.time(START.plusSeconds(10));
    }

    private void happenMeanwhile() {
        engine.remember(change(Kind.RESTARTED, container(1, "web"), 20));
        engine.put(SampleContainer.of(5, "new").createdAt(START.plusSeconds(21)).build());
        engine.time(START.plusSeconds(30));
    }

    private void assertOnce(int rows) throws Exception {
        new OneProcess(store()).stop(LONG); // an ordinary restart
        assertThat(rows()).hasSize(rows).doesNotHaveDuplicates();
    }

    private void create(ContainerSnapshot container, long second) {
        engine.put(container);
        engine.tell(change(Kind.CREATED, container, second));
    }

    private static ContainerSnapshot container(int number, String name) {
        return SampleContainer.of(number, name).createdAt(START).build();
    }

    private static ContainerChange change(Kind kind, ContainerSnapshot container, long second) {
        return new ContainerChange(
                container.id(),
                kind,
                START.plusSeconds(second),
                Map.of("name", container.name(), "image", container.image()));
    }

    private long spooled() throws IOException {
        return new SpoolInspector(folder.resolve("spool"))
                .segments().stream().mapToLong(segment -> segment.events()).sum();
    }

    /** Container and time of each row. */
    private List<String> rows() throws Exception {
        try (TableStore store = store()) {
            Optional<Rows> found = new DeltaTableReader(store).read(new RowQuery(null, null, 10_000));
            if (found.isEmpty()) {
                return List.of();
            }
            List<String> columns = found.get().columns();
            return found.get().rows().stream()
                    .map(row -> row.get(columns.indexOf("container_id")) + " " + row.get(columns.indexOf("timestamp")))
                    .toList();
        }
    }

    private TableStore store() {
        return CrashFiles.store(folder.resolve("table"));
    }

    /** Copies a file, or the files of a tree, over what may be there; what is too much there goes. */
    private void copy(String from, String to) throws IOException {
        Path source = folder.resolve(from);
        Path target = folder.resolve(to);
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.walk(target)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** An agent and its pipeline; it follows the engine when it is made. */
    private final class OneProcess {

        private final TelemetryPipeline<DeploymentEvent> pipeline;
        private final TelemetryAgent agent;
        private volatile boolean connected;

        OneProcess(TableStore store) throws Exception {
            Path spool = folder.resolve("spool");
            DeploymentOutbox outbox = DeploymentOutbox.open(
                    FileTrackerStateStore.in(spool, RestoredTrackerTest::fail), RestoredTrackerTest::fail);
            pipeline = TelemetryPipeline.builder(
                            TelemetryTables.DEPLOYMENTS, new DeltaSink<>(TelemetryTables.DEPLOYMENTS, store, "test/1"))
                    .spool(outbox.watch(FileSpool.open(
                            TelemetryTables.DEPLOYMENTS, spool, FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0))))
                    .flushPolicy(new FlushPolicy(2, Long.MAX_VALUE, Duration.ofMillis(200)))
                    .start();
            agent = TelemetryAgent.builder(engine, pipeline, status -> true)
                    .outbox(outbox)
                    .history(new SpooledDeployments(spool).and(new DeltaDeploymentHistory(store)))
                    .listener(new AgentListener() {
                        @Override
                        public void engineConnected(String version) {
                            connected = true;
                        }

                        @Override
                        public void alreadyRecorded(int deployments) {
                            doubles.add(deployments);
                        }
                    })
                    .start();
            await().atMost(LONG).until(() -> connected);
            await().atMost(LONG).until(() -> Files.exists(spool.resolve("tracker")));
        }

        void awaitRows(int count) {
            await().atMost(LONG).until(() -> rows().size() >= count);
        }

        void stop(Duration atMost) throws InterruptedException {
            agent.close();
            pipeline.shutdown(atMost);
        }
    }

    private static void fail(String problem) {
        throw new AssertionError(problem);
    }
}
