package io.dispenser.telemetry.benchmarks.race;

import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of a batch goes: the thread that writes is asked each millisecond what it does, by the JVM's flight recorder, and the
 * answers are counted by the part of the work that they belong to.
 */
final class WriteProfile {

    private static final int WARM_UP = 300;
    private static final List<String> SAMPLES = List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final int MILLIS = 1;

    /** A part of the work: the first of these that a stack has a frame of. */
    private enum Part {
        CHECKPOINTS("checkpoints, each hundredth batch", "[.]Checkpoints[.]|CheckpointWriter|LogCleanup"),
        FORCING("the disk, until two files and two directories are on it", "FileDispatcherImpl[.]force0"),
        SYSTEM(
                "other calls of the system: open, write, link, rename, remove",
                "UnixNativeDispatcher|FileDispatcherImpl"),
        CHECKSUM("the checksum file", "Checksum|CRCInfo"),
        COMPRESSION("compression of pages", "PlainCodecs"),
        FOOTER("pages and footer of the data file", "DataFileWriter[.]finish"),
        COLUMNS("rows into columns", "DataFileEncoder"),
        ACTIONS("what the log says of the file", "StagingContext"),
        COMMIT("Kernel's commit", "TransactionImpl|DeltaLog[.]commit"),
        TABLE("the table as it is now: looked at, and followed", "LatestSnapshot[.](refresh|current)|LoggedCommit"),
        REST("all else", "");

        private final String told;

        @SuppressWarnings("ImmutableEnumChecker") // a pattern is
        private final Pattern frames;

        Part(String told, String frames) {
            this.told = told;
            this.frames = Pattern.compile(frames);
        }

        static Part of(String stack) {
            for (Part part : values()) {
                if (part.frames.matcher(stack).find()) {
                    return part;
                }
            }
            throw new IllegalStateException(stack);
        }
    }

    private WriteProfile() {}

    /** Arguments: a new folder, rows a batch, how many batches. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        int batches = Integer.parseInt(arguments[2]);
        Path recorded = folder.resolve("write.jfr");
        Samples nanos = new Samples();
        Samples cpu = new Samples();
        try (OwnWriter own = new OwnWriter(
                        new LocalStorageAdapter()
                                .open(TableUri.ofDirectory(folder.resolve("table")), StorageSettings.NONE),
                        RaceRows.ofYesterday(),
                        rows);
                Recording recording = new Recording()) {
            for (int batch = 0; batch < WARM_UP; batch++) {
                own.write();
            }
            SAMPLES.forEach(event -> recording.enable(event).withPeriod(Duration.ofMillis(MILLIS)));
            recording.start();
            for (int batch = 0; batch < batches; batch++) {
                nanos.add(own.write());
                cpu.add(own.cpuNanos());
            }
            recording.stop();
            recording.dump(recorded);
        }
        print(rows, nanos, cpu, parts(recorded));
    }

    private static Map<Part, Integer> parts(Path recorded) throws IOException {
        Map<Part, Integer> counts = new EnumMap<>(Part.class);
        try (RecordingFile file = new RecordingFile(recorded)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (SAMPLES.contains(event.getEventType().getName()) && event.getStackTrace() != null) {
                    String stack = stack(event);
                    if (stack.contains("OwnWriter.write") && stack.contains("DeltaSink.write")) {
                        counts.merge(Part.of(stack), 1, Integer::sum);
                    }
                }
            }
        }
        return counts;
    }

    private static String stack(RecordedEvent event) {
        StringBuilder stack = new StringBuilder();
        event.getStackTrace()
                .getFrames()
                .forEach(frame -> stack.append(frame.getMethod().getType().getName())
                        .append('.')
                        .append(frame.getMethod().getName())
                        .append('\n'));
        return stack.toString();
    }

    private static void print(int rows, Samples nanos, Samples cpu, Map<Part, Integer> parts) {
        int all = parts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                Locale.ROOT,
                "%,d rows a batch: p50 %.2f ms, of it CPU %.2f ms; %,d samples%n",
                rows,
                nanos.millis(50),
                cpu.millis(50),
                all);
        for (Part part : Part.values()) {
            System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * parts.getOrDefault(part, 0) / all, part.told);
        }
    }
}
