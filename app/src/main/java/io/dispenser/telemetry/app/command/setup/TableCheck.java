package io.dispenser.telemetry.app.command.setup;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableCheck;
import io.dispenser.telemetry.adapter.delta.TableCheckResult;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.wiring.ConfiguredHost;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Whether a configured table can be written, in words.
 *
 * @param isGood whether it can
 * @param message what was found; if it can't, with the place in the configuration that names the table
 * @param exitCode 2 where the configuration can't be meant so; 1 for what a store or a table answered
 */
record TableCheck(boolean isGood, String message, int exitCode) {

    /** Looks at a table without creating or changing it. */
    static TableCheck of(
            TelemetryTable<?> table, TableLocation location, StorageAdapters storage, DeltaSink.Commits commits) {
        try (TableStore store = storage.open(location.uri())) {
            TableCheckResult diagnostics = DeltaTableCheck.look(table, store, commits);
            if (!diagnostics.isUsable()) {
                return bad(location, String.join("; ", diagnostics.problems()), ExitCode.FAILURE);
            }
            return new TableCheck(
                    true,
                    store.description() + ", " + words(diagnostics) + "; " + storage.adapterName(location.uri()) + ", "
                            + storage.credentialSource(location.uri()) + "; " + durations(diagnostics),
                    ExitCode.OK);
        } catch (TableStoreException e) {
            return bad(location, String.valueOf(e.getMessage()), ExitCode.FAILURE);
        } catch (IllegalArgumentException e) {
            return bad(location, String.valueOf(e.getMessage()), ExitCode.USAGE);
        }
    }

    /** Looks at the tables that are configured, side by side, so that a store that hangs makes nobody wait twice. */
    static Map<TableChoice, TableCheck> ofBoth(TelemetryConfiguration configuration, StorageAdapters storage)
            throws InterruptedException {
        Map<TableChoice, FutureTask<TableCheck>> looking = new EnumMap<>(TableChoice.class);
        for (TableChoice choice : TableChoice.values()) {
            Optional<TableLocation> location =
                    choice == TableChoice.DEPLOYMENTS ? configuration.deploymentsTable() : configuration.statusTable();
            if (location.isPresent()) {
                var look = new FutureTask<>(
                        () -> of(choice.table(), location.get(), storage, ConfiguredHost.commits(configuration)));
                looking.put(choice, look);
                DaemonThreads.start("check " + choice, look);
            }
        }
        Map<TableChoice, TableCheck> trials = new EnumMap<>(TableChoice.class);
        for (Map.Entry<TableChoice, FutureTask<TableCheck>> look : looking.entrySet()) {
            try {
                trials.put(look.getKey(), look.getValue().get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("looking at the " + look.getKey() + " table: " + e.getCause(), e);
            }
        }
        return trials;
    }

    private static String durations(TableCheckResult diagnostics) {
        return diagnostics.steps().stream()
                .map(step -> step.name() + " " + step.took().toMillis() + " ms")
                .collect(Collectors.joining(", "));
    }

    private static TableCheck bad(TableLocation location, String problem, int exitCode) {
        return new TableCheck(false, location.origin() + ": " + problem, exitCode);
    }

    private static String words(TableCheckResult diagnostics) {
        String files = diagnostics.files().isEmpty()
                ? ""
                : ", " + Count.of(diagnostics.files().getAsLong(), "file");
        String warnings =
                diagnostics.warnings().stream().map(warning -> "; " + warning).collect(Collectors.joining());
        return (diagnostics.version().isEmpty()
                        ? "no table yet: run creates it"
                        : "version " + diagnostics.version().getAsLong() + files)
                + warnings;
    }
}
