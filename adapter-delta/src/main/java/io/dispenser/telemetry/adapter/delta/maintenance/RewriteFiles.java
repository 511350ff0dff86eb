package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.CommitDetails;
import io.dispenser.telemetry.adapter.delta.kernel.FileActions;
import io.dispenser.telemetry.adapter.delta.kernel.JsonText;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.log.CommitPrecondition;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog.Committed;
import io.dispenser.telemetry.adapter.delta.log.OutdatedCommitException;
import io.dispenser.telemetry.adapter.delta.maintenance.CompactionPlanner.Step;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileWriter;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of some files into others, and replaces the ones by the others in one commit.
 *
 * <p>The transaction starts at the very version whose files were planned with: so Kernel sees every removal since then, and
 * lets the commit fail if it is one of these files. Commits that only add files don't disturb it, nor it them: no row is
 * changed. When the store can't say whether the commit happened, the plan is made anew from what the table then holds; and so
 * it is when {@link CommitPrecondition} gave way while the files were written or the commit was put.
 */
public final class RewriteFiles {

    private static final Logger LOG = System.getLogger(RewriteFiles.class.getName());

    private final DeltaLog log;
    private final TableStore store;
    private final TableLayout layout;
    private final FileRewriter rewriter;
    private final DeltaErrors failures;

    public RewriteFiles(
            DeltaLog log, TableStore store, TableLayout layout, FileRewriter rewriter, DeltaErrors failures) {
        this.failures = failures;
        this.log = log;
        this.store = store;
        this.layout = layout;
        this.rewriter = rewriter;
    }

    /**
     * What came of it.
     *
     * @param added the files that are there now
     * @param next the table's version with them; null if others committed in between
     */
    record Done(List<LogFile> added, @Nullable Snapshot next) {}

    /**
     * Does a step; empty if the table has changed so that it has to be planned anew.
     *
     * @throws UnreadableFileException if one of the files is not there or damaged
     */
    Optional<Done> replace(
            Snapshot snapshot,
            TablePartition partition,
            Step<CompactionCandidate> step,
            MaintenanceWork work,
            CompactionStats stats)
            throws IOException, InterruptedException, MaintenanceException {
        Transaction transaction = log.change(snapshot);
        List<LogFile> inputs =
                step.files().stream().map(CompactionCandidate::known).toList();
        List<FileActions.Added> outputs = new ArrayList<>();
        CommitPrecondition precondition = new CommitPrecondition(log, store, snapshot);
        try {
            write(snapshot, transaction, step, inputs, outputs, work);
            Committed committed = commit(precondition, transaction, partition, inputs, outputs, work);
            stats.add(step.files(), files(outputs));
            return Optional.of(new Done(files(outputs), committed.next().orElse(null)));
        } catch (UnreadableFileException e) {
            drop(outputs);
            throw e;
        } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException | OutdatedCommitException e) {
            stats.conflicts++;
            drop(outputs);
            LOG.log(Level.DEBUG, "files of {0} are planned anew: {1}", partition, e);
            return Optional.empty();
        } catch (IOException | RuntimeException | InterruptedException | MaintenanceException e) {
            if (!precondition.wasVerified()) { // else the commit may have happened
                drop(outputs);
            }
            if (failures.passesWithAFreshLook(e)) {
                LOG.log(Level.DEBUG, "files of {0} are planned anew: {1}", partition, e);
                return Optional.empty();
            }
            throw e;
        }
    }

    private void write(
            Snapshot snapshot,
            Transaction transaction,
            Step<CompactionCandidate> step,
            List<LogFile> inputs,
            List<FileActions.Added> outputs,
            MaintenanceWork work)
            throws IOException, InterruptedException, MaintenanceException {
        Map<String, Literal> partition =
                layout.literals(inputs.get(0).partition()).orElseThrow();
        DataWriteContext context = Transaction.getWriteContext(
                log.engine(), TableProperties.stateOf(transaction, log.engine()), partition);
        Set<Column> wanted = new HashSet<>(context.getStatisticsColumns());
        FileRewriter.Output output = (file, tag) -> {
            String path = TablePaths.newDataFile(context.getTargetDirectory(), DataFileWriter.CODEC);
            store.put(TablePaths.relative(path), file.content());
            DataFileStatus status = new DataFileStatus(
                    path, file.content().length, work.now().toEpochMilli(), Optional.of(file.statisticsOf(wanted)));
            Map<String, String> tags = new HashMap<>(layout.order().tags());
            tags.putAll(tag.tags());
            outputs.add(FileActions.added(snapshot, status, partition, tags, file.rows()));
        };
        if (step.merge()) {
            List<List<LogFile>> runs = step.runs().stream()
                    .map(run ->
                            run.files().stream().map(CompactionCandidate::known).toList())
                    .toList();
            rewriter.merge(runs, () -> work.advance(1), output);
        } else {
            rewriter.sort(inputs, () -> work.advance(1), output);
        }
        requireAllRows(inputs, outputs);
    }

    /** The log's numbers of rows, where it has them, and what was read must agree before the files are given up. */
    private static void requireAllRows(List<LogFile> inputs, List<FileActions.Added> outputs)
            throws MaintenanceException {
        if (inputs.stream().allMatch(file -> file.rows().isPresent())) {
            long told =
                    inputs.stream().mapToLong(file -> file.rows().getAsLong()).sum();
            if (told != rows(outputs)) {
                throw new MaintenanceException(
                        inputs.size() + " files of " + inputs.get(0).partition() + " hold " + rows(outputs)
                                + " rows where the log says " + told + "; they were left as they are. Look which of "
                                + inputs.get(0).logPath() + " and the others is damaged",
                        null,
                        true);
            }
        }
    }

    private Committed commit(
            CommitPrecondition precondition,
            Transaction transaction,
            TablePartition partition,
            List<LogFile> inputs,
            List<FileActions.Added> outputs,
            MaintenanceWork work) {
        List<Row> actions = new ArrayList<>();
        long removalMillis = work.removalMillis();
        for (LogFile input : inputs) {
            actions.add(FileActions.removed(input, removalMillis, false));
        }
        outputs.forEach(output -> actions.add(output.action()));
        CommitDetails details = new CommitDetails(
                "OPTIMIZE",
                Map.of(
                        "predicate", JsonText.of(partition.conditions()),
                        "zOrderBy", "[]",
                        "clusterBy", "[]",
                        "auto", "false"),
                metrics(inputs, files(outputs)),
                false);
        List<String> paths = files(outputs).stream().map(LogFile::path).toList();
        Committed committed = log.commit(
                transaction,
                CloseableIterable.inMemoryIterable(CloseableIterators.of(actions)),
                details.asProperties(),
                () -> precondition.verify(paths, work.here()));
        precondition.requireCertain(work.here());
        return committed;
    }

    private static Map<String, String> metrics(List<LogFile> removed, List<LogFile> added) {
        long[] sizes = added.stream().mapToLong(LogFile::size).sorted().toArray();
        Map<String, String> metrics = new HashMap<>();
        metrics.put("numRemovedFiles", Integer.toString(removed.size()));
        metrics.put("numRemovedBytes", Long.toString(bytes(removed)));
        metrics.put("numAddedFiles", Integer.toString(added.size()));
        metrics.put("numAddedBytes", Long.toString(bytes(added)));
        metrics.put("minFileSize", Long.toString(sizes[0]));
        metrics.put("p25FileSize", Long.toString(sizes[(sizes.length - 1) / 4]));
        metrics.put("p50FileSize", Long.toString(sizes[(sizes.length - 1) / 2]));
        metrics.put("p75FileSize", Long.toString(sizes[(sizes.length - 1) * 3 / 4]));
        metrics.put("maxFileSize", Long.toString(sizes[sizes.length - 1]));
        return metrics;
    }

    /** Files that are certainly in no version. Where this fails, a vacuum removes them some day. */
    private void drop(List<FileActions.Added> outputs) {
        for (FileActions.Added output : outputs) {
            try {
                store.delete(TablePaths.relative(output.file().path()));
            } catch (IOException e) {
                LOG.log(
                        Level.DEBUG,
                        "{0} stays until a vacuum: {1}",
                        output.file().path(),
                        e);
            }
        }
    }

    private static List<LogFile> files(List<FileActions.Added> outputs) {
        return outputs.stream().map(FileActions.Added::file).toList();
    }

    private static long bytes(List<LogFile> files) {
        return files.stream().mapToLong(LogFile::size).sum();
    }

    private static long rows(List<FileActions.Added> outputs) {
        return outputs.stream()
                .mapToLong(output -> output.file().rows().orElse(0))
                .sum();
    }
}
