package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.spool.VolatileDisk.Loss;
import io.dispenser.telemetry.adapter.spool.VolatileDisk.PowerFailure;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A spool that is used until the power fails, the table that takes its batches, and what has to be there afterwards. */
@SuppressWarnings("NullAway.Init")
abstract class PowerFailures {

    static final int MANY = Integer.MAX_VALUE;

    @TempDir
    Path root;

    /** What a table knows: events by the name of their batch, in the order in which they came. */
    final Map<String, List<ContainerStatusEvent>> table = new LinkedHashMap<>();

    Path folder;
    int acknowledged;
    private boolean starting;
    boolean mayLoseItsNumbers = true;

    @BeforeEach
    void begin() throws Exception {
        begin("spool");
    }

    interface Preparation {
        void run() throws Exception;
    }

    interface Scenario {
        void run(VolatileDisk disk) throws Exception;
    }

    /** Lets the power fail after 0, 1, 2 … operations of {@code scenario}, until that comes to its end. */
    void everyFailure(Loss loss, Preparation before, Scenario scenario) throws Exception {
        boolean ended = false;
        for (int operations = 0; !ended; operations++) {
            begin("spool-" + operations);
            before.run();
            VolatileDisk disk = new VolatileDisk(folder, operations);
            ended = ends(() -> scenario.run(disk));
            disk.fail(loss);
            assertAllIsThere(loss + " after " + operations + " operations", 3);
        }
    }

    static boolean ends(Preparation program) throws Exception {
        try {
            program.run();
            return true;
        } catch (PowerFailure e) {
            return false;
        }
    }

    void begin(String name) throws IOException {
        folder = Files.createDirectories(root.resolve(name).resolve(TelemetryTables.STATUS.name()));
        table.clear();
        acknowledged = 0;
    }

    void leaveUnsealedEvents() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = open(new VolatileDisk(folder, MANY))) {
            append(spool, 2);
        }
    }

    FileSpool<ContainerStatusEvent> open(SpoolDisk disk) throws SpoolException, IOException {
        starting = true;
        FileSpool<ContainerStatusEvent> spool = FileSpool.open(
                TelemetryTables.STATUS,
                EventFormat.of(TelemetryTables.STATUS),
                new SpoolFolder(folder, disk),
                SpoolFixture.MACHINE,
                SpoolFixture.OPTIONS);
        starting = false;
        return spool;
    }

    void append(FileSpool<ContainerStatusEvent> spool, int events) throws SpoolException {
        spool.append(SampleEvents.statuses(acknowledged, acknowledged + events));
        acknowledged += events;
    }

    /** The table takes the oldest batches. */
    void deliver(FileSpool<ContainerStatusEvent> spool) throws SpoolException {
        while (!spool.waiting(1).isEmpty()) {
            Batch<ContainerStatusEvent> batch = spool.waiting(1).get(0);
            List<ContainerStatusEvent> before =
                    table.putIfAbsent(batch.writerId() + ' ' + batch.number(), batch.events());
            assertThat(before == null || before.equals(batch.events()))
                    .as("batch %d has one content for ever", batch.number())
                    .isTrue();
            spool.remove(batch);
        }
    }

    /** And at most so many more, of an append whose caller heard nothing. */
    void assertAllIsThere(String when, int more) throws Exception {
        // A start that sealed what it found open, and had not made the next segment, costs a writer id.
        List<SpoolProblem.Kind> explained = starting && mayLoseItsNumbers
                ? List.of(SpoolProblem.Kind.TORN_TAIL, SpoolProblem.Kind.NEW_WRITER)
                : List.of(SpoolProblem.Kind.TORN_TAIL);
        try (FileSpool<ContainerStatusEvent> spool = open(new VolatileDisk(folder, MANY))) {
            assertThat(spool.problems()).as(when).allMatch(problem -> explained.contains(problem.kind()));
            deliver(spool);
        }
        List<ContainerStatusEvent> all =
                table.values().stream().flatMap(List::stream).toList();
        Set<ContainerStatusEvent> distinct = Set.copyOf(all);
        assertThat(distinct).as(when).containsAll(SampleEvents.statuses(0, acknowledged));
        assertThat(SampleEvents.statuses(0, acknowledged + more)).as(when).containsAll(distinct);
        if (!table.containsKey("another's")) { // else the old form of the batch is still to be compared with the table
            assertThat(all).as(when).hasSameSizeAs(distinct);
        }
    }
}
