package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.delta.DeltaTableCheck;
import io.dispenser.telemetry.adapter.delta.TableCheckResult;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
 * @param exitCode what a command that needs the table should end with
 */
record TableCheck(boolean isGood, String message, int exitCode) {

    /** Looks at a table without creating or changing it. */
    static TableCheck of(TelemetryTable<?> table, TableLocation location, StorageAdapters storage) {
        try (TableStore store = storage.open(location.uri())) {
            TableCheckResult diagnostics = DeltaTableCheck.look(table, store);
            if (!diagnostics.isUsable()) {
                // What a store answers, nobody mends in the configuration: rows wait, and the log says why.
                boolean told =
                        diagnostics.isOfStore() && !location.uri().scheme().equals("file");
                return bad(location, String.join("; ", diagnostics.problems()), diagnostics.isPermanent() && !told);
            }
            return new TableCheck(
                    true,
                    store.description() + ", " + words(diagnostics) + "; " + storage.adapterName(location.uri()) + ", "
                            + storage.credentialSource(location.uri()) + "; " + durations(diagnostics),
                    ExitCode.OK);
        } catch (TableStoreException e) {
            return bad(location, String.valueOf(e.getMessage()), !e.isRetryable());
        } catch (IllegalArgumentException e) {
            return bad(location, String.valueOf(e.getMessage()), true);
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
                var look = new FutureTask<>(() -> of(choice.table(), location.get(), storage));
                looking.put(choice, look);
                new Thread(look, "check " + choice).start();
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

    /**
     * Ends the command if somebody has to mend something before a table can be written. A store that can't be reached just
     * now is no reason: its rows wait.
     */
    static void refuseUnusable(TelemetryConfiguration configuration, StorageAdapters storage)
            throws CommandFailure, InterruptedException {
        List<String> refusals = new ArrayList<>();
        for (TableCheck trial : ofBoth(configuration, storage).values()) {
            if (trial.exitCode() == ExitCode.USAGE) {
                refusals.add(trial.message());
            }
        }
        if (!refusals.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, refusals);
        }
    }

    private static String durations(TableCheckResult diagnostics) {
        return diagnostics.steps().stream()
                .map(step -> step.name() + " " + step.took().toMillis() + " ms")
                .collect(Collectors.joining(", "));
    }

    private static TableCheck bad(TableLocation location, String problem, boolean permanent) {
        return new TableCheck(false, location.origin() + ": " + problem, permanent ? ExitCode.USAGE : ExitCode.FAILURE);
    }

    private static String words(TableCheckResult diagnostics) {
        if (diagnostics.version().isEmpty()) {
            return "no table yet: the first rows create it";
        }
        String files = diagnostics.files().isEmpty()
                ? ""
                : ", " + Count.of(diagnostics.files().getAsLong(), "file");
        String warnings =
                diagnostics.warnings().stream().map(warning -> "; " + warning).collect(Collectors.joining());
        return "version " + diagnostics.version().getAsLong() + files + warnings;
    }
}
