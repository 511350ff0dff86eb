package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * Appends numbered events until it is killed, seals now and then, and takes batches as a table would. It says
 * {@code acked last} when events are acknowledged, and {@code took writer number first last} when a table would have a
 * batch, just before the spool is told to forget it. With a negative number it only opens the spool and waits.
 */
final class RecordingChild {

    private RecordingChild() {}

    /** Arguments: folder of all tables, number of the first event, seed. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Random random = new Random(Long.parseLong(arguments[2]));
        int next = Integer.parseInt(arguments[1]);
        try (FileSpool<ContainerStatusEvent> spool =
                FileSpool.open(TelemetryTables.STATUS, Path.of(arguments[0]), SpoolFixture.OPTIONS)) {
            out.println("open");
            if (next < 0) {
                System.in.read();
                return;
            }
            while (true) {
                int to = next + 1 + random.nextInt(20);
                spool.append(SampleEvents.statuses(next, to));
                out.println("acked " + (to - 1));
                next = to;
                if (random.nextInt(4) == 0) {
                    spool.seal();
                }
                if (random.nextInt(6) == 0) {
                    take(spool, out);
                }
            }
        }
    }

    private static void take(FileSpool<ContainerStatusEvent> spool, PrintStream out) throws Exception {
        Optional<Batch<ContainerStatusEvent>> oldest = spool.oldest();
        if (oldest.isPresent()) {
            Batch<ContainerStatusEvent> batch = oldest.get();
            int first = batch.events().get(0).restartCount();
            int last = batch.events().get(batch.events().size() - 1).restartCount();
            out.println("took " + batch.writerId() + ' ' + batch.number() + ' ' + first + ' ' + last);
            spool.remove(batch);
        }
    }
}
