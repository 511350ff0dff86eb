package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A status spool in a folder of a test, opened as often as it likes. */
final class SpoolFixture {

    static final MachineIdentity MACHINE = new MachineIdentity(Map.of("machine-id", "a", "host-name", "h"));
    static final FileSpoolOptions OPTIONS = FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0);

    private static final String TABLE = TelemetryTables.STATUS.name();

    private final Path root;
    private final FaultyDisk disk;

    SpoolFixture(Path root) throws IOException {
        this.root = root;
        this.disk = new FaultyDisk(JdkDisk.of(folder()));
    }

    /** The folder of the table. */
    Path folder() {
        return root.resolve(TABLE);
    }

    Path root() {
        return root;
    }

    FaultyDisk disk() {
        return disk;
    }

    FileSpool<ContainerStatusEvent> open() throws SpoolException, IOException {
        return open(MACHINE, OPTIONS);
    }

    FileSpool<ContainerStatusEvent> open(SpoolDisk other, MachineIdentity machine) throws SpoolException, IOException {
        return open(other, machine, OPTIONS);
    }

    FileSpool<ContainerStatusEvent> open(MachineIdentity machine, FileSpoolOptions options)
            throws SpoolException, IOException {
        return open(disk, machine, options);
    }

    private FileSpool<ContainerStatusEvent> open(SpoolDisk on, MachineIdentity machine, FileSpoolOptions options)
            throws SpoolException, IOException {
        return FileSpool.open(
                TelemetryTables.STATUS,
                EventFormat.of(TelemetryTables.STATUS),
                new SpoolFolder(folder(), on),
                machine,
                options);
    }

    /** The names of the segments' files, sorted. */
    List<String> segments() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> SegmentName.parse(name).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only segment whose name ends so. */
    Path segment(String ending) {
        List<String> names =
                segments().stream().filter(name -> name.endsWith(ending)).toList();
        assertThat(names).hasSize(1);
        return folder().resolve(names.get(0));
    }

    /** Takes and removes everything that is sealed. */
    static List<Batch<ContainerStatusEvent>> drain(Spool<ContainerStatusEvent> spool) throws SpoolException {
        List<Batch<ContainerStatusEvent>> batches = new ArrayList<>();
        Optional<Batch<ContainerStatusEvent>> oldest = spool.oldest();
        while (oldest.isPresent()) {
            batches.add(oldest.get());
            spool.remove(oldest.get());
            oldest = spool.oldest();
        }
        return batches;
    }

    static List<ContainerStatusEvent> events(List<Batch<ContainerStatusEvent>> batches) {
        return batches.stream().flatMap(batch -> batch.events().stream()).toList();
    }
}
