package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog.View;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter.Before;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A writer's own commits, as {@link OwnCommits} says: each is put for the version after one that was looked at. */
final class ModelOwnCommits implements OwnCommits<ContainerStatusEvent> {

    private static final int MAX_RACES = 2;

    private final ModelIo io;
    private Optional<View> known = Optional.empty();
    private Instant latestAt = Instant.EPOCH;
    private int seen;
    private int lostRaces;

    ModelOwnCommits(ModelIo io) {
        this.io = io;
    }

    private View load() throws IOException {
        int begun = io.suspensions();
        Instant now = io.now();
        View latest = (View) io.call(new ModelRequest.Look());
        known = Optional.of(latest);
        seen = begun;
        latestAt = now;
        return latest;
    }

    @Override
    public Known look(String writerId, Before before) throws SinkException {
        try {
            View now = known.isPresent() ? known.get() : load();
            before.commit(now.last(writerId));
            return new Known(now.tableId(), now.version(), latestAt);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public WriteReceipt write(List<Batch<ContainerStatusEvent>> batches, boolean doubtful, Before before)
            throws SinkException {
        return tryWrite(batches, before)
                .orElseThrow(() -> SinkException.retryable("others were faster each time", null));
    }

    @Override
    public Optional<WriteReceipt> tryWrite(List<Batch<ContainerStatusEvent>> batches, Before before)
            throws SinkException {
        Batch<ContainerStatusEvent> last = batches.get(batches.size() - 1);
        List<Long> rows = batches.stream().map(Batch::number).toList();
        try {
            for (int race = 1; race <= MAX_RACES; race++) {
                View base = load();
                List<Long> there = present(base, last.writerId(), rows);
                int present = (int) rows.stream().takeWhile(there::contains).count();
                if (present > 0) {
                    return Optional.of(WriteReceipt.alreadyPresent(base.version(), present, false));
                }
                before.commit(base.last(last.writerId()));
                List<Long> lacking =
                        rows.stream().filter(number -> !there.contains(number)).toList();
                if (put(base, last.writerId(), lacking, last.number())) {
                    return Optional.of(WriteReceipt.written(base.version() + 1, rows.size(), 1, 1));
                }
                lostRaces++;
            }
            return Optional.empty();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @SuppressWarnings("unchecked")
    private List<Long> present(View base, String writer, List<Long> batches) throws IOException {
        if (base.last(writer) < 0 && (boolean) io.told(new ModelRequest.IsForgetful())) {
            return (List<Long>) io.call(new ModelRequest.Rows(writer, batches));
        }
        return batches.stream().filter(number -> number <= base.last(writer)).toList();
    }

    private boolean put(View base, String writer, List<Long> rows, long number) throws IOException {
        Instant now = io.now();
        boolean won = (boolean) io.call(new ModelRequest.PutCommit(
                base.tableId(), base.version() + 1, Map.of(writer, rows), Map.of(writer, number), List.of()));
        if (won && io.suspensions() != seen) {
            throw new IOException("so late that the version may have been there before");
        }
        if (won) {
            known = Optional.of(base.next(Map.of(writer, number)));
            latestAt = now;
        }
        return won;
    }

    private SinkException failed(IOException failure) {
        known = Optional.empty();
        return SinkException.retryable("the store does not answer", failure);
    }

    @Override
    public OptionalLong lastNumber(String writerId) {
        long last = known.map(view -> view.last(writerId)).orElse(-1L);
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    @Override
    public void expectOthers() {}

    @Override
    public Met takeMet() {
        Met met = new Met(lostRaces, 0, false);
        lostRaces = 0;
        return met;
    }

    @Override
    public boolean takeCheckpointed() {
        return false;
    }
}
