package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.StoreFault;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A store in front of which a commit gets lost, and that is away from then on until it is mended. */
final class LostCommit {

    private static final Pattern COMMIT = Pattern.compile("_delta_log/[0-9]{20}\\.json");

    private final StoreOutage outage;
    private final TableStore store;
    private volatile @Nullable StoreFault fault;
    private volatile boolean met;

    LostCommit(TableStore inFront) {
        this.outage = new StoreOutage(inFront);
        this.store = new ForwardingTableStore(outage.store()) {
            @Override
            public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
                StoreFault planned = fault;
                // What is there already is put by a trial, and not by a commit.
                if (planned == null
                        || !COMMIT.matcher(path).matches()
                        || stat(path).isPresent()) {
                    return super.putIfAbsent(path, content);
                }
                fault = null;
                if (planned.done()) {
                    super.putIfAbsent(path, content);
                }
                outage.begin();
                met = true;
                throw new TableStoreException(planned.reason(), "nobody knows what became of " + path, null);
            }
        };
    }

    TableStore store() {
        return store;
    }

    /** Lets the next commit meet {@code planned}. */
    void loseNext(StoreFault planned) {
        fault = planned;
    }

    boolean wasMet() {
        return met;
    }

    /** The store is there again. */
    void mend() {
        outage.end();
    }
}
