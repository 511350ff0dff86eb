package io.dispenser.telemetry.adapter.delta.committer;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.committer.StagedGroups.StagedGroup;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.kernel.Transactions;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog.Committed;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.adapter.delta.log.UncertainCommitException;
import io.dispenser.telemetry.adapter.delta.write.StagedFile;
import io.dispenser.telemetry.adapter.delta.write.StagingContext;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.Scheduler.Call;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log of a Delta table, for the holder of the commit lease; one thread at a time. */
public final class DeltaGroupLog<E extends TelemetryEvent> implements GroupLog {

    private static final int AT_ONCE = 32;

    private final String engineInfo;
    private final InstantSource clock;
    private final DeltaLog log;
    private final LatestSnapshot latest;
    private final HandedOverRows<E> rows;
    private final CheckpointsBeside checkpoints;
    private final Scheduler scheduler;
    private final StagedGroups staged;

    DeltaGroupLog(
            TelemetryTable<E> table,
            TableStore store,
            String engineInfo,
            InstantSource clock,
            DeltaLog log,
            LatestSnapshot latest,
            DeltaErrors failures,
            CheckpointsBeside checkpoints,
            Scheduler scheduler) {
        this.staged = new StagedGroups(store, clock);
        this.engineInfo = engineInfo;
        this.clock = clock;
        this.log = log;
        this.latest = latest;
        this.rows = new HandedOverRows<>(table, log.engine(), failures);
        this.checkpoints = checkpoints;
        this.scheduler = scheduler;
    }

    /** The log as one thread of its own reads and writes it; checkpoints are written beside it. */
    public static <E extends TelemetryEvent> DeltaGroupLog<E> open(
            TelemetryTable<E> table,
            TableStore store,
            String engineInfo,
            DeltaErrors failures,
            InstantSource clock,
            Scheduler scheduler) {
        DeltaLog log = new DeltaLog(store, engineInfo, Map.of("mode", "Append"), Map.of());
        return new DeltaGroupLog<>(
                table,
                store,
                engineInfo,
                clock,
                log,
                new LatestSnapshot(table, log, failures, clock),
                failures,
                new CheckpointsBeside(new DeltaLog(store, engineInfo, Map.of(), Map.of()), scheduler),
                scheduler);
    }

    @Override
    public Optional<View> look() throws IOException {
        latest.refresh();
        Optional<Snapshot> known = latest.known();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        staged.putBack();
        return Optional.of(view(known.get()));
    }

    private View view(Snapshot snapshot) throws IOException {
        Optional<Map<String, Long>> known = latest.lastNumbers();
        if (known.isEmpty()) {
            latest.know(numbers(snapshot));
        }
        return new View(
                SnapshotFacts.tableId(snapshot),
                snapshot.getVersion(),
                latest.lastNumbers().orElseThrow());
    }

    /** The last number of each writer: from the checkpoint, and from the commits after it, many at a time. */
    private Map<String, Long> numbers(Snapshot snapshot) throws IOException {
        Map<String, Long> numbers = new HashMap<>(Transactions.ofCheckpoint(snapshot, log.engine()));
        long first = snapshot.getVersion() - SnapshotFacts.commitsAfterCheckpoint(snapshot) + 1;
        List<Call<LoggedCommit>> commits = new ArrayList<>();
        for (long version = first; version <= snapshot.getVersion(); version++) {
            long each = version;
            commits.add(() -> log.commit(each)
                    .orElseThrow(() -> new IOException("version " + each + " was cleaned away meanwhile")));
        }
        try {
            scheduler.callAll(commits, AT_ONCE).forEach(commit -> numbers.putAll(commit.transactions()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the log was read");
        }
        return numbers;
    }

    @Override
    public void forget() {
        latest.forget();
    }

    @Override
    public Optional<View> commit(View view, List<HandedOver> group) throws IOException, SinkException {
        Snapshot current = latest.known()
                .filter(known -> known.getVersion() == view.version())
                .orElseThrow(() -> new IOException("the log was read anew meanwhile"));
        Transaction transaction = current.buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                .withMaxRetries(0)
                .build(log.engine());
        StagingContext staging = new StagingContext(current, transaction, log.engine());
        StagedGroup files = staged.of(group, current, staging);
        Map<String, Long> numbers = new HashMap<>();
        group.forEach(each -> numbers.put(each.name().writerId(), each.name().last()));
        List<Row> actions = new ArrayList<>();
        Instant now = latest.now();
        numbers.forEach((writer, number) -> actions.add(Transactions.action(writer, number, now)));
        for (StagedFile file : files.files().keySet()) {
            file.actions(files.at(), staging, actions::add);
        }
        Instant put = clock.instant();
        Committed commit;
        try {
            commit = log.commit(
                    transaction,
                    CloseableIterable.inMemoryIterable(CloseableIterators.of(actions)),
                    files.details(),
                    () -> staged.requireFresh(files));
        } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
            return Optional.empty();
        }
        UncertainCommitException.requireCertain(latest.seen(), clock.instant());
        staged.forget();
        View after = view.next(numbers);
        commit.next().ifPresentOrElse(next -> latest.follow(next, numbers, put), latest::forget);
        if (checkpoints.after(commit.version(), current)) {
            latest.forget();
        }
        return Optional.of(after);
    }

    @Override
    public Optional<View> afterOther(View view) throws IOException {
        if (latest.followWinner().isEmpty()) {
            staged.forget(); // whoever reads the log anew collects anew
            return Optional.empty();
        }
        return Optional.of(view(latest.known().orElseThrow()));
    }

    @Override
    public Optional<String> misfit(View view, HandedOver batches) throws SinkException {
        Optional<String> misfit = rows.misfit(latestOf(view), batches);
        if (misfit.isPresent()) {
            latest.expectOthers(); // whoever alters the table: while nothing is committed here, nothing would meet that
        }
        return misfit;
    }

    private Snapshot latestOf(View view) {
        try {
            return latest.known().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("version " + view.version() + " can't be read", e);
        }
    }

    @Override
    public boolean mayBeForgotten(View view, HandedOver batches) {
        return HandedOverRows.mayBeForgotten(latestOf(view), batches, latest.now());
    }

    @Override
    public HandedOver lacking(View view, HandedOver batches) throws IOException {
        return rows.lacking(latestOf(view), batches);
    }
}
