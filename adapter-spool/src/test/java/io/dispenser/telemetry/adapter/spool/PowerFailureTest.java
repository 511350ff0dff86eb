package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.spool.VolatileDisk.Loss;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power fails at each operation on the disk in turn, and takes what was not forced: whatever was acknowledged is there
 * afterwards, a batch that was handed out never has another content, and nobody is told of damage.
 */
class PowerFailureTest extends PowerFailures {

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereOnceWheneverThePowerFails(Loss loss) throws Exception {
        everyFailure(loss, () -> {}, disk -> {
            try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
                append(spool, 2);
                append(spool, 1);
                spool.seal();
                append(spool, 2);
                deliver(spool);
                spool.seal();
                append(spool, 1);
                deliver(spool);
                append(spool, 3);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aStartMakesDurableWhatItFoundBeforeItHandsItOut(Loss loss) throws Exception {
        everyFailure(loss, this::leaveUnsealedEvents, disk -> {
            try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
                deliver(spool);
                append(spool, 2);
                spool.seal();
                deliver(spool);
            }
        });
    }

    /** The process was killed between the write and the force of its last append: nobody forced those bytes. */
    @ParameterizedTest
    @EnumSource
    void whatAKilledProcessDidNotForceHasOneContentOnceItIsHandedOut(Loss loss) throws Exception {
        for (int operations = 0; ; operations++) {
            begin("killed-" + operations);
            leaveUnsealedEvents();
            VolatileDisk disk = new VolatileDisk(folder, MANY);
            Path open = folder.resolve(SegmentName.open(0).fileName());
            byte[] more = EventFormat.of(TelemetryTables.STATUS)
                    .lines(null, SampleEvents.statuses(acknowledged, acknowledged + 1));
            Files.write(open, more, StandardOpenOption.APPEND);
            disk.powerFailsAfter(operations);
            boolean ended = ends(() -> {
                try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
                    acknowledged++; // it was found whole, and is an event like any other from now on
                    deliver(spool);
                }
            });
            disk.fail(loss);
            assertAllIsThere(loss + " after " + operations + " operations", ended ? 0 : 1);
            if (ended) {
                return;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAFailedAppendLeftIsGoneForGoodBeforeTheSegmentIsSealed(Loss loss) throws Exception {
        everyFailure(loss, () -> {}, disk -> {
            try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
                append(spool, 2);
                disk.roomBytes = 700;
                SpoolException refusal = null;
                try {
                    spool.append(SampleEvents.statuses(2, 9));
                } catch (SpoolException e) {
                    refusal = e;
                }
                assertThat(refusal).isNotNull();
                disk.roomBytes = Integer.MAX_VALUE;
                spool.seal();
                deliver(spool);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aWriterIdThatWasRenewedStays(Loss loss) throws Exception {
        VolatileDisk disk = new VolatileDisk(folder, MANY);
        String renewed;
        try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
            append(spool, 1);
            renewed = spool.renewWriter();
        }
        disk.fail(loss);
        try (FileSpool<ContainerStatusEvent> spool = open(new VolatileDisk(folder, MANY))) {
            assertThat(spool.writerId()).isEqualTo(renewed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStartAfterAnEmptyOneKeepsTheNumbers(Loss loss) throws Exception {
        mayLoseItsNumbers = false;
        everyFailure(loss, () -> open(new VolatileDisk(folder, MANY)).close(), disk -> {
            open(disk).close();
            try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
                append(spool, 1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatIsWrittenAnewIsThereInOneOfItsForms(Loss loss) throws Exception {
        everyFailure(
                loss,
                () -> {
                    try (FileSpool<ContainerStatusEvent> spool = open(new VolatileDisk(folder, MANY))) {
                        append(spool, 2);
                        spool.seal();
                        append(spool, 1);
                    }
                    table.put("another's", SampleEvents.statuses(0, 1));
                },
                disk -> {
                    try (FileSpool<ContainerStatusEvent> spool = open(disk)) {
                        Batch<ContainerStatusEvent> oldest = spool.oldest().orElseThrow();
                        spool.renewWriter();
                        spool.reissue(oldest, SampleEvents.statuses(1, 2));
                        append(spool, 1);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void theTrackersStateIsWhatWasStoredLast(Loss loss) throws Exception {
        List<TrackerState> states = List.of(state(1), state(2));
        for (int operations = 0; ; operations++) {
            Path path = Files.createDirectory(root.resolve("tracker-" + operations));
            VolatileDisk disk = new VolatileDisk(path, operations);
            List<TrackerState> stored = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            boolean ended = ends(() -> {
                for (TrackerState state : states) {
                    new FileTrackerStateStore(new SpoolFolder(path, disk), problems::add).store(state);
                    stored.add(state);
                }
            });
            disk.fail(loss);
            Optional<TrackerState> found =
                    FileTrackerStateStore.in(path, problems::add).load();
            int last = stored.size();
            assertThat(found)
                    .as("%s after %d operations", loss, operations)
                    .isIn(
                            last == 0 ? Optional.empty() : Optional.of(stored.get(last - 1)),
                            Optional.of(states.get(Math.min(last, 1)))); // what was being stored may be there or not
            assertThat(problems).isEmpty();
            if (ended) {
                assertThat(found).contains(states.get(1));
                return;
            }
        }
    }

    private static TrackerState state(int number) {
        return new TrackerState(
                "engine",
                null,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(number),
                List.of(),
                List.of(),
                SampleEvents.deployments(0, number));
    }
}
