package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** The two tables, as a user names them. */
enum TableChoice {
    DEPLOYMENTS(Setting.TABLE_URI_DEPLOYMENTS, Setting.KEEP_DAYS_DEPLOYMENTS),
    STATUS(Setting.TABLE_URI_STATUS, Setting.KEEP_DAYS_STATUS);

    private final Setting<String> uri;
    private final Setting<Integer> keepDays;

    TableChoice(Setting<String> uri, Setting<Integer> keepDays) {
        this.uri = uri;
        this.keepDays = keepDays;
    }

    TelemetryTable<?> table() {
        return this == DEPLOYMENTS ? TelemetryTables.DEPLOYMENTS : TelemetryTables.STATUS;
    }

    /** The key of {@code [telemetry]} that says where it is. */
    String key() {
        return uri.key();
    }

    /** After how many days rows leave it. */
    Setting<Integer> keepDays() {
        return keepDays;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For shells that complete words. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(TableChoice::toString).iterator();
        }
    }
}
