package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** The two tables, as a user names them. */
enum TableChoice {
    DEPLOYMENTS(Setting.TABLE_URI_DEPLOYMENTS.key()),
    STATUS(Setting.TABLE_URI_STATUS.key());

    private final String key;

    TableChoice(String key) {
        this.key = key;
    }

    TelemetryTable<?> table() {
        return this == DEPLOYMENTS ? TelemetryTables.DEPLOYMENTS : TelemetryTables.STATUS;
    }

    /** The key of {@code [telemetry]} that says where it is. */
    String key() {
        return key;
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
