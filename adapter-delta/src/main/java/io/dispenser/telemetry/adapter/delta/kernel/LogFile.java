package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A data file as the log has it.
 *
 * @param logPath its path in the log's own spelling, with escapes
 * @param path its path as Kernel calls it, from the table's address on
 * @param partition the values of the partition columns, null for null
 * @param size bytes
 * @param rows how many rows it has; empty if the log does not tell
 * @param modifiedMillis when it was written, by its writer's clock
 * @param deletionVector which of its rows are deleted; empty if none is
 * @param tags what its writer noted
 */
public record LogFile(
        String logPath,
        String path,
        Map<String, @Nullable String> partition,
        long size,
        OptionalLong rows,
        long modifiedMillis,
        Optional<DeletionVectorDescriptor> deletionVector,
        Map<String, String> tags) {

    /** How many rows it has that are not deleted; 0 if the log does not tell. */
    public long liveRows() {
        long deleted =
                deletionVector.map(DeletionVectorDescriptor::getCardinality).orElse(0L);
        return Math.max(0, rows.orElse(0) - deleted);
    }

    public boolean hasDeletionVector() {
        return deletionVector.isPresent();
    }
}
