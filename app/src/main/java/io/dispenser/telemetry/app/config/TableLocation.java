package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Problem;
import io.dispenser.telemetry.app.toml.SourceLocation;
import io.dispenser.telemetry.core.storage.TableUri;

/**
 * Where a table is, and where the configuration says so.
 *
 * @param uri the table's place; a plain path has become a {@code file} URI
 * @param key the key that names it
 * @param location where the value was written
 * @param subject the key and the value as they were written, secrets hidden
 */
public record TableLocation(TableUri uri, String key, SourceLocation location, String subject) {

    /**
     * What a message about this table's storage begins with:
     * {@code dispenser.toml:7:19 telemetry.table_uri_status = "s3://my_bucket/x"}.
     */
    public String origin() {
        return location + " " + subject;
    }

    /** A problem that came up with this table after the configuration was read. */
    public Problem problem(String message, String remedy) {
        return new Problem(location, subject, message, remedy);
    }
}
