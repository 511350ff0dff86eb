package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.kernel.Checkpoints;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums.Totals;
import io.dispenser.telemetry.adapter.delta.kernel.ExpiredActions;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Writes checkpoints. Each takes the place of those that are damaged, and tells whether the checksum of its version is right. */
final class CheckpointWriter {

    private final TableStore store;
    private final LogDamage damage;
    private final ChecksumFiles checksums;
    private final Engine engine;

    CheckpointWriter(TableStore store, LogDamage damage, ChecksumFiles checksums, Engine engine) {
        this.store = store;
        this.damage = damage;
        this.checksums = checksums;
        this.engine = engine;
    }

    /** Loads the latest version. */
    @FunctionalInterface
    interface Loading {
        Snapshot load() throws IOException;
    }

    /** Whether a writer that committed {@code version} writes a checkpoint of it. */
    static boolean isDue(long version, Snapshot before) {
        long interval = SnapshotFacts.checkpointInterval(before);
        long since = version - Math.max(0, SnapshotFacts.checkpointVersion(before));
        boolean overdue = since >= 2 * interval && version % Math.max(1, interval / 10) == 0;
        return version % interval == 0 || overdue;
    }

    /**
     * Gathers the log in a checkpoint.
     *
     * @param now what has expired by then is left out
     * @return false if there was one
     */
    boolean write(Snapshot latest, Instant now, Loading loading) throws IOException {
        Snapshot version = latest;
        while (true) {
            try {
                return writeOnce(version, Retention.DEFAULT.expired(version, now), loading);
            } catch (IOException | RuntimeException e) {
                if (!damage.passOver(e)) {
                    throw e;
                }
                version = loading.load();
            }
        }
    }

    private boolean writeOnce(Snapshot latest, ExpiredActions expired, Loading loading) throws IOException {
        checksums.write(latest, engine);
        Optional<Totals> written =
                Checkpoints.write(latest, new TableStoreIO(store, damage::isHidden), new PlainCodecs(), expired);
        if (written.isPresent()) {
            damage.mended();
            if (checksums.dropIfWrong(latest, written.get())) {
                checksums.write(loading.load(), engine);
            }
        }
        return written.isPresent();
    }
}
