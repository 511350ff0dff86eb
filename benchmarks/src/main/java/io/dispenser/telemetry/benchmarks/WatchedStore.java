package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.regex.Pattern;

/** A store of a Delta table with fail points after what is written to it. */
final class WatchedStore extends ForwardingTableStore {

    private static final Pattern COMMIT = Pattern.compile("_delta_log/[0-9]{20}\\.json");
    private static final Pattern CREATION = Pattern.compile("_delta_log/0{20}\\.json");

    private static final String INBOX = "_delta_log/_dispenser/inbox/";
    private static final String LEASE = "_delta_log/_dispenser/lease_";

    private final FailPoints points;
    private final Backlog backlog;

    WatchedStore(TableStore store, FailPoints points, Backlog backlog) {
        super(store);
        this.points = points;
        this.backlog = backlog;
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        super.put(path, content);
        written(path);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        boolean ours = super.putIfAbsent(path, content);
        if (ours) {
            written(path);
        }
        return ours;
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return putIfAbsent(path, content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        if (path.startsWith(INBOX)) {
            points.reached(FailPoint.GROUP_BEFORE_DELETE);
        }
        super.delete(path);
        if (path.startsWith(INBOX)) {
            points.reached(FailPoint.GROUP_AFTER_DELETE);
        }
    }

    private void written(String path) {
        if (CREATION.matcher(path).matches()) {
            points.reached(FailPoint.AFTER_CREATION);
        } else if (COMMIT.matcher(path).matches()) {
            points.reached(FailPoint.AFTER_COMMIT);
            ofSeveral(FailPoint.BACKLOG_AFTER_COMMIT);
        } else if (path.startsWith(INBOX)) {
            points.reached(FailPoint.GROUP_AFTER_HAND_OVER);
        } else if (path.startsWith(LEASE)) {
            points.reached(FailPoint.GROUP_AFTER_LEASE);
        } else if (path.startsWith("_delta_log/") && path.endsWith(".parquet")) {
            points.reached(FailPoint.AFTER_CHECKPOINT);
        } else if (path.endsWith(".parquet")) {
            points.reached(FailPoint.AFTER_DATA_FILE);
            ofSeveral(FailPoint.BACKLOG_AFTER_DATA_FILE);
        }
    }

    private void ofSeveral(FailPoint point) {
        if (backlog.isSeveral()) {
            points.reached(point);
        }
    }
}
