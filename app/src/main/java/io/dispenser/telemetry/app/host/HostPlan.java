package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.table.ColumnSet;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a host's telemetry is to do.
 *
 * @param deployments the deployments table
 * @param status the container status table
 * @param catalog which containers are managed
 * @param statusInterval the time between samples
 * @param flushPolicy when events are written
 * @param spools where accepted events wait
 * @param columns which columns new tables have
 * @param commits who commits the rows
 * @param contents what samples tell beyond the state of containers
 * @param host what this host is called in rows; null for the engine's own name for it
 * @param engineTimeout how long each request to the engine may take
 * @param existingAreDeployments whether the containers that exist at the start get a deployment row
 * @param storeClocks is told, of a table's name, how far its store's clock is ahead of this host's; on any thread
 */
public record HostPlan(
        TablePlan deployments,
        TablePlan status,
        ServiceCatalog catalog,
        Duration statusInterval,
        FlushPolicy flushPolicy,
        Spools spools,
        ColumnSet columns,
        DeltaSink.Commits commits,
        SampleContents contents,
        @Nullable String host,
        Duration engineTimeout,
        boolean existingAreDeployments,
        BiConsumer<String, Duration> storeClocks) {}
