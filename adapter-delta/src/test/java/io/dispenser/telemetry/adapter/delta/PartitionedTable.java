package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.TableManager;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.Arrays;

/** Tables of others, with the documented columns and another layout. */
final class PartitionedTable {

    private PartitionedTable() {}

    /** Creates one with an additional column {@code region}, partitioned by {@code columns}, or not at all. */
    static void create(TableStore store, TelemetryTable<?> table, String... columns) {
        StructType schema = TableMetadata.schema(table).add("region", StringType.STRING);
        var creation = TableManager.buildCreateTableTransaction(TablePaths.ROOT, schema, "somebody else");
        if (columns.length > 0) {
            creation = creation.withDataLayoutSpec(DataLayoutSpec.partitioned(
                    Arrays.stream(columns).map(Column::new).toList()));
        }
        var engine = KernelEngine.of(new TableStoreIO(store, path -> false), new PlainCodecs());
        creation.build(engine).commit(engine, CloseableIterable.emptyIterable());
    }
}
