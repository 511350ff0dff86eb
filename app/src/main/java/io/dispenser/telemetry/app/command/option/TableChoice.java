package io.dispenser.telemetry.app.command.option;

import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** The two tables, as a user names them. */
public enum TableChoice {
    DEPLOYMENTS,
    STATUS;

    /** The table itself. */
    public TelemetryTable<?> table() {
        return this == DEPLOYMENTS ? TelemetryTables.DEPLOYMENTS : TelemetryTables.STATUS;
    }

    /** The key of {@code [telemetry]} that says where it is. */
    String key() {
        return (this == DEPLOYMENTS ? Setting.TABLE_URI_DEPLOYMENTS : Setting.TABLE_URI_STATUS).key();
    }

    /** After how many days rows leave it. */
    Setting<Integer> keepDays() {
        return this == DEPLOYMENTS ? Setting.KEEP_DAYS_DEPLOYMENTS : Setting.KEEP_DAYS_STATUS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For shells that complete words. */
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(TableChoice::toString).iterator();
        }
    }
}
