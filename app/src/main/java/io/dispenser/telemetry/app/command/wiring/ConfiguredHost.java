package io.dispenser.telemetry.app.command.wiring;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.FileSpools;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.app.host.TablePlan;
import io.dispenser.telemetry.app.logging.TableLog;
import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.table.ColumnSet;
import java.nio.file.Path;
import java.util.Optional;

/** What a configuration that enables telemetry says a host is to do. */
public final class ConfiguredHost {

    private static final long BYTES_A_MIB = 1024L * 1024;

    private ConfiguredHost() {}

    /** Where accepted events wait; the directory may be made to find out. */
    public static Path spool(TelemetryConfiguration configuration) {
        return new SpoolPlace(configuration.find(Setting.SPOOL_DIR), configuration.file()).forWriting();
    }

    /** Which containers are observed. */
    public static ServiceCatalog catalog(TelemetryConfiguration configuration) {
        return ServiceCatalog.of(configuration.services(), configuration.containers());
    }

    /**
     * All that the host is to do.
     *
     * @param spool where accepted events wait
     * @param log who is told of problems
     */
    public static HostPlan plan(TelemetryConfiguration configuration, Path spool, TableLog log) {
        return new HostPlan(
                table(configuration, configuration.deploymentsTable(), Setting.KEEP_DAYS_DEPLOYMENTS),
                table(configuration, configuration.statusTable(), Setting.KEEP_DAYS_STATUS),
                catalog(configuration),
                configuration.get(Setting.STATUS_INTERVAL),
                new FlushPolicy(
                        configuration.get(Setting.BUFFER_SIZE),
                        FlushPolicy.DEFAULT.maxBytes(),
                        configuration.get(Setting.FLUSH_INTERVAL)),
                new FileSpools(
                        spool,
                        spoolOptions(configuration).withProblemListener(log::spoolProblem),
                        log::outboxProblem,
                        log::outboxRecovered),
                columns(configuration),
                commits(configuration),
                new SampleContents(configuration.get(Setting.RESOURCE_USAGE), configuration.get(Setting.HEALTH_OUTPUT)),
                configuration.find(Setting.HOST).orElse(null),
                configuration.get(Setting.DOCKER_TIMEOUT),
                configuration.get(Setting.EXISTING).equals(Setting.RECORD_EXISTING),
                log::storeClock);
    }

    /** How much each spool may take. */
    public static FileSpoolOptions spoolOptions(TelemetryConfiguration configuration) {
        return FileSpoolOptions.DEFAULT
                .withMaxBytes(configuration.get(Setting.SPOOL_MAX_MB) * BYTES_A_MIB)
                .withMinFreeDiskBytes(configuration.get(Setting.SPOOL_MIN_FREE_MB) * BYTES_A_MIB);
    }

    private static TablePlan table(
            TelemetryConfiguration configuration, Optional<TableLocation> location, Setting<Integer> keepDays) {
        return new TablePlan(
                location.map(TableLocation::uri).orElseThrow(),
                configuration.maintenance().keeping(configuration.find(keepDays)));
    }

    /** Who commits what this host writes. */
    public static DeltaSink.Commits commits(TelemetryConfiguration configuration) {
        if (configuration.get(Setting.STORAGE_SINGLE_WRITER)) {
            return DeltaSink.Commits.OWN; // and such a store can't say who of two holds a lease
        }
        return switch (configuration.get(Setting.STORAGE_GROUP_COMMIT)) {
            case Setting.ALWAYS -> DeltaSink.Commits.GROUPED;
            case Setting.NEVER -> DeltaSink.Commits.OWN;
            default -> DeltaSink.Commits.AUTO;
        };
    }

    /** Which columns new tables have. */
    private static ColumnSet columns(TelemetryConfiguration configuration) {
        if (configuration.get(Setting.COLUMNS).equals(Setting.DOCUMENTED_COLUMNS)) {
            return ColumnSet.DOCUMENTED;
        }
        return configuration.get(Setting.RESOURCE_USAGE) ? ColumnSet.ALL : ColumnSet.WITHOUT_USAGE;
    }
}
