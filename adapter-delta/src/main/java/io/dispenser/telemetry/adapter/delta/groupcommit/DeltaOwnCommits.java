package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.delta.kernel.Snapshot;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot.Followed;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter.Before;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A writer's commits to the log of a Delta table. */
final class DeltaOwnCommits<E extends TelemetryEvent> implements OwnCommits<E> {

    private final LatestSnapshot latest;
    private final BatchWriter<E> writer;

    DeltaOwnCommits(LatestSnapshot latest, BatchWriter<E> writer) {
        this.latest = latest;
        this.writer = writer;
    }

    @Override
    public Known look(String writerId, Before before) throws SinkException, InterruptedException {
        Snapshot current = latest.attempting("the table", doubtful -> {
            Snapshot known = latest.current();
            before.commit(latest.lastNumber(writerId).orElse(-1));
            return known;
        });
        Known known = new Known(SnapshotFacts.tableId(current), current.getVersion(), latest.latestAt());
        writer.requireUsable(current);
        return known;
    }

    @Override
    public WriteReceipt write(List<Batch<E>> batches, boolean doubtful, Before before)
            throws SinkException, InterruptedException {
        return latest.attempting(name(batches), unknown -> writer.write(batches, doubtful || unknown, before));
    }

    @Override
    public Optional<WriteReceipt> tryWrite(List<Batch<E>> batches, Before before)
            throws SinkException, InterruptedException {
        return latest.attempting(name(batches), doubtful -> {
            try {
                return Optional.of(writer.write(batches, doubtful, before));
            } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
                return Optional.empty();
            }
        });
    }

    private static String name(List<? extends Batch<?>> batches) {
        return "batch " + batches.get(0).number();
    }

    @Override
    public OptionalLong lastNumber(String writerId) {
        return latest.lastNumber(writerId);
    }

    @Override
    public void expectOthers() {
        latest.expectOthers();
    }

    @Override
    public Met takeMet() {
        Followed followed = latest.takeFollowed();
        return new Met(writer.takeLostRaces(), followed.commits(), followed.grouped());
    }

    @Override
    public boolean takeCheckpointed() {
        return writer.takeCheckpointed();
    }
}
