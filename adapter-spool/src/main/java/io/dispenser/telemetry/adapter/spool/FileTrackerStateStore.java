package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.TrackerStateStore;
import io.dispenser.telemetry.core.storage.DiskError;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The state of the tracker of deployments in one small file beside the spools: a line with a checksum, written under another name,
 * forced and renamed. A damaged file counts as no file, which is said once; the next {@link #store} replaces it.
 *
 * <p>It lies beside the spools because it belongs to them: what {@link #load} gives leaves out the rows that already lie in
 * the deployments' spool. So it has to be loaded before that spool's pipeline is started and batches begin to leave.
 *
 * <p>One process at a time, which the lock of the spool sees to.
 */
public final class FileTrackerStateStore implements TrackerStateStore {

    private static final String FILE = "tracker";
    private static final String TEMPORARY_FILE = "tracker.new";

    private final SpoolFolder folder;
    private final Consumer<String> problems;

    FileTrackerStateStore(SpoolFolder folder, Consumer<String> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * The memory in {@code folderOfAllTables}, the folder that {@link FileSpool#open} is given; it is made if need be.
     *
     * @param problems is told, in words, of a file that can't be used
     * @throws IOException if the folder can't be made
     */
    public static FileTrackerStateStore in(Path folderOfAllTables, Consumer<String> problems) throws IOException {
        return new FileTrackerStateStore(new SpoolFolder(folderOfAllTables, JdkDisk.of(folderOfAllTables)), problems);
    }

    @Override
    public Optional<TrackerState> load() throws IOException {
        Path file = folder.path().resolve(FILE);
        byte[] line;
        try {
            line = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            if (line.length == 0 || line[line.length - 1] != '\n' || !LineChecksum.isWhole(line, 0, line.length - 1)) {
                throw new UnreadableEventException("it is not whole");
            }
            byte[] document = new byte[line.length - LineChecksum.PREFIX - 1];
            System.arraycopy(line, LineChecksum.PREFIX, document, 0, document.length);
            return Optional.of(withoutSpooled(TrackerStateCodec.read(document)));
        } catch (UnreadableEventException | DateTimeException e) {
            problems.accept(file + " is damaged (" + e.getMessage()
                    + "): containers that exist now get no deployment row; the file will be replaced");
            return Optional.empty();
        }
    }

    @Override
    public void store(TrackerState trackerState) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        LineChecksum.writeLine(TrackerStateCodec.write(trackerState), line);
        folder.replace(FILE, TEMPORARY_FILE, line.toByteArray());
        folder.forceIfNeeded();
    }

    private TrackerState withoutSpooled(TrackerState known) {
        Set<DeploymentEvent> spooled = new HashSet<>();
        if (!known.rows().isEmpty()) {
            try {
                new SpooledDeployments(folder.path()).forEach(spooled::add);
            } catch (IOException e) {
                problems.accept("the spool of " + TelemetryTables.DEPLOYMENTS.name() + " can't be looked into ("
                        + DiskError.explained(e, folder.path()) + "): "
                        + known.rows().size() + " deployment rows may be written again");
            }
        }
        List<DeploymentEvent> rows =
                known.rows().stream().filter(row -> !spooled.contains(row)).toList();
        return known.withRows(rows);
    }
}
