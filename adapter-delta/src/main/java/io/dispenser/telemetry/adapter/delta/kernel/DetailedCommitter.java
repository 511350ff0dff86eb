package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.commit.CommitMetadata;
import io.delta.kernel.commit.CommitResponse;
import io.delta.kernel.commit.Committer;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.files.ParsedPublishedDeltaData;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.FileNames;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes a commit as one put-if-absent, after filling in what Kernel leaves out or refuses: the operation's parameters and
 * metrics, that an append is a blind one, who wrote it, and table properties that Kernel doesn't know.
 *
 * <p>The metrics of an append, and {@linkplain CommitDetails#parameter parameters} beside its usual ones, are what its transaction gives as committer properties; any other operation gives {@link
 * CommitDetails} there. So one committer serves any number of transactions, from any thread.
 *
 * <p>Only a version that somebody else took is reported to Kernel as a failure, for Kernel to rebase. Any other failure of
 * the store ends the transaction as the {@link UncheckedIOException} that holds it: the caller decides what an unknown
 * outcome means, by asking the table.
 */
public final class DetailedCommitter implements Committer {

    private static final long NONE = -1;

    private final String engineInfo;
    private final Map<String, String> writeParameters;
    private final Map<String, String> createProperties;
    private volatile long landed = NONE;

    /**
     * @param engineInfo who writes
     * @param writeParameters the operation's parameters in the commit information of an append
     * @param createProperties table properties that are added to those that Kernel gives to a new table
     */
    public DetailedCommitter(
            String engineInfo, Map<String, String> writeParameters, Map<String, String> createProperties) {
        this.engineInfo = engineInfo;
        this.writeParameters = Map.copyOf(writeParameters);
        this.createProperties = Map.copyOf(createProperties);
    }

    /** A transaction is about to be committed. */
    public void begin() {
        landed = NONE;
    }

    /** The version that was put since then, whatever happened to its transaction afterwards. */
    public OptionalLong landed() {
        return landed == NONE ? OptionalLong.empty() : OptionalLong.of(landed);
    }

    @Override
    public CommitResponse commit(Engine engine, CloseableIterator<Row> actions, CommitMetadata commit)
            throws CommitFailedException {
        if (TableFeatures.isCatalogManagedSupported(commit.getEffectiveProtocol())) {
            throw new UnsupportedOperationException("a catalog manages the table, and only it may commit");
        }
        Map<String, String> properties = commit.getCommitterProperties().get();
        String path = FileNames.deltaFile(commit.getDeltaLogDirPath(), commit.getVersion());
        try {
            engine.getJsonHandler()
                    .writeJsonFileAtomically(path, actions.map(action -> rewritten(action, commit, properties)), false);
        } catch (FileAlreadyExistsException e) {
            throw new CommitFailedException(true, true, "version " + commit.getVersion() + " is taken", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        landed = commit.getVersion();
        // Kernel would ask the store for the file's size and time; nobody reads the one, and the other is ours.
        FileStatus written = FileStatus.of(path, 1, commit.getCommitInfo().getTimestamp());
        return new CommitResponse(ParsedPublishedDeltaData.forFileStatus(written));
    }

    private Row rewritten(Row action, CommitMetadata commit, Map<String, String> properties) {
        if (!action.isNullAt(SingleAction.COMMIT_INFO_ORDINAL)) {
            return SingleAction.createCommitInfoSingleAction(
                    info(commit, commit.getCommitInfo(), properties).toRow());
        }
        if (!action.isNullAt(SingleAction.METADATA_ORDINAL) && commit.getVersion() == 0) {
            return SingleAction.createMetadataSingleAction(commit.getEffectiveMetadata()
                    .withMergedConfiguration(createProperties)
                    .toRow());
        }
        Optional<StructType> schema = AddedColumns.schema(properties);
        if (!action.isNullAt(SingleAction.METADATA_ORDINAL) && schema.isPresent()) {
            return SingleAction.createMetadataSingleAction(
                    commit.getEffectiveMetadata().withNewSchema(schema.get()).toRow());
        }
        return action;
    }

    private CommitInfo info(CommitMetadata commit, CommitInfo info, Map<String, String> properties) {
        CommitDetails details = CommitDetails.of(properties).orElseGet(() -> append(commit, info, properties));
        return new CommitInfo(
                info.getInCommitTimestamp(),
                info.getTimestamp(),
                Optional.of(engineInfo),
                Optional.of(details.operation()),
                details.parameters(),
                Optional.of(details.blindAppend()),
                info.getTxnId(),
                details.metrics());
    }

    /** The columns that the table is partitioned by, whoever made it, as JSON. */
    private static String partitionColumns(CommitMetadata commit) {
        List<String> columns =
                VectorUtils.toJavaList(commit.getEffectiveMetadata().getPartitionColumns());
        return JsonText.of(columns);
    }

    /** A creation or an append. */
    private CommitDetails append(CommitMetadata commit, CommitInfo info, Map<String, String> properties) {
        boolean append = commit.getVersion() > 0;
        Map<String, String> parameters = new HashMap<>(info.getOperationParameters());
        if (append) {
            parameters.putAll(writeParameters);
            parameters.put("partitionBy", partitionColumns(commit));
            parameters.putAll(CommitDetails.parameters(properties));
        }
        return new CommitDetails(
                info.getOperation().orElse("WRITE"), parameters, CommitDetails.metrics(properties), append);
    }
}
