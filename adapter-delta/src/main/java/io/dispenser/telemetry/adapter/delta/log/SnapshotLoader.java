package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.kernel.DetailedCommitter;
import io.dispenser.telemetry.adapter.delta.kernel.FollowedSnapshot;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads versions of a table, past what is damaged in its log and can be done without. */
final class SnapshotLoader {

    /** A listing that runs beside commits may miss one of them; a second look then sees it. */
    private static final int LOAD_ATTEMPTS = 3;

    /** So many commits are read to save reading them again and again. */
    private static final int FEW_COMMITS = 10;

    private final TableStore store;
    private final KernelEngine engine;
    private final DetailedCommitter committer;
    private final LogDamage damage;
    private final ChecksumFiles checksums;

    /** @param engine reads the log, without the files that are passed over */
    SnapshotLoader(
            TableStore store,
            KernelEngine engine,
            DetailedCommitter committer,
            LogDamage damage,
            ChecksumFiles checksums) {
        this.store = store;
        this.engine = engine;
        this.committer = committer;
        this.damage = damage;
        this.checksums = checksums;
    }

    /** As {@link DeltaLog#load}. */
    Optional<Snapshot> load() throws IOException {
        while (true) {
            try {
                Optional<Snapshot> loaded = load(engine);
                damage.tell();
                return loaded;
            } catch (IOException | RuntimeException e) {
                if (!damage.passOver(e)) {
                    throw thrown(damage.explained(e));
                }
            }
        }
    }

    private static RuntimeException thrown(Exception e) throws IOException {
        if (e instanceof IOException failure) {
            throw failure;
        }
        return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }

    private Optional<Snapshot> load(Engine reader) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Snapshot snapshot = TableManager.loadSnapshot(TablePaths.ROOT)
                        .withCommitter(committer)
                        .build(reader);
                damage.requireWholeCommits(snapshot);
                return Optional.of(snapshot);
            } catch (TableNotFoundException e) {
                UnfoundTable place = new UnfoundTable(store);
                if (!place.wasJustCreated()) {
                    return Optional.empty();
                }
                if (attempt == LOAD_ATTEMPTS) {
                    throw place.notFoundThough(attempt, e);
                }
            } catch (InvalidTableException e) {
                if (attempt == LOAD_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The latest version of a table that was there a moment ago. */
    Snapshot loadExisting() throws IOException {
        return load().orElseThrow(() -> new TableStoreException(
                Reason.UNAVAILABLE,
                "the table in " + store.description() + " was there a moment ago and is gone",
                null));
    }

    /** As {@link DeltaLog#loadVerified}. */
    Optional<Snapshot> loadVerified() throws IOException {
        Optional<Snapshot> loaded = load();
        for (int cut = 0; cut < FEW_COMMITS && loaded.isPresent() && checksums.dropIfCut(loaded.get()); cut++) {
            loaded = load();
        }
        if (loaded.isEmpty() || !checksums.areChecked(loaded.get())) {
            return loaded;
        }
        Engine plain = KernelEngine.of(
                new TableStoreIO(store, path -> damage.isHidden(path) || ChecksumFiles.matches(path)),
                new PlainCodecs());
        Optional<Snapshot> replayed = load(plain);
        return replayed.isPresent() && checksums.dropIfWrong(loaded.get(), replayed.get(), plain) ? load() : loaded;
    }

    /**
     * The same version with the checksum that follows from an earlier one and the commits since, if it has none: its writer may
     * be about to write it. Without, each transaction would read all commits since the last checkpoint. The histogram of file
     * sizes, which each of our checksum files would carry on and nobody reads, is left out.
     */
    Snapshot withChecksum(Snapshot loaded) throws IOException {
        long checksum = FollowedSnapshot.lastChecksum(loaded).orElse(-1);
        if (checksum < 0 || loaded.getVersion() - checksum > FEW_COMMITS || !FollowedSnapshot.isPossible(loaded)) {
            return loaded;
        }
        List<FollowedSnapshot.Commit> since = new ArrayList<>();
        for (long version = checksum + 1; version <= loaded.getVersion(); version++) {
            Optional<LoggedCommit> commit = LoggedCommit.read(store, version);
            if (commit.isEmpty() || !commit.get().onlyAppends()) {
                return loaded;
            }
            since.add(commit.get().followed(0));
        }
        return FollowedSnapshot.withChecksum(loaded, since, engine);
    }
}
