package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.DiskError;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The deployments that lie in a spool and are not in their table yet; also while a program appends to it and takes batches
 * out. Any thread.
 */
public final class SpooledDeployments implements DeploymentHistory {

    private static final String TABLE = TelemetryTables.DEPLOYMENTS.name();

    private static final EventFormat<DeploymentEvent> FORMAT = EventFormat.of(TelemetryTables.DEPLOYMENTS);

    private final Path folderOfAllTables;

    /** Those in {@code folderOfAllTables}, the folder that {@link FileSpool#open} is given. */
    public SpooledDeployments(Path folderOfAllTables) {
        this.folderOfAllTables = folderOfAllTables;
    }

    @Override
    public List<RecordedDeployment> of(Set<String> containerIds, Instant since) throws SinkException {
        List<RecordedDeployment> found = new ArrayList<>();
        try {
            forEach(row -> {
                if (containerIds.contains(row.containerId()) && !row.timestamp().isBefore(since)) {
                    found.add(RecordedDeployment.of(row));
                }
            });
        } catch (IOException e) {
            throw SinkException.retryable(
                    "the spool of " + TABLE + " in " + folderOfAllTables + " can't be looked into: "
                            + DiskError.explained(e, folderOfAllTables),
                    e);
        }
        return List.copyOf(found);
    }

    /** Gives them to {@code visitor}, oldest first; one that can't be understood does not count as there. */
    void forEach(Consumer<DeploymentEvent> visitor) throws IOException {
        try {
            new SpoolInspector(folderOfAllTables).forEachEvent(TABLE, event -> {
                DeploymentEvent row;
                try {
                    row = FORMAT.read(SegmentHead.CURRENT_FORMAT, event.json().getBytes(StandardCharsets.UTF_8));
                } catch (UnreadableEventException e) {
                    return; // better twice than never
                }
                visitor.accept(row);
            });
        } catch (NoSuchFileException e) {
            // no spool yet
        }
    }
}
