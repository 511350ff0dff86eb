package io.dispenser.telemetry.app.command.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.HostModule;
import io.dispenser.telemetry.app.host.HostTelemetry;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.app.storage.StorageModule;
import io.dispenser.telemetry.core.storage.StorageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes injectors: everything bound by name, nothing by chance, and all mistakes at start. */
public final class Wiring {

    private Wiring() {}

    /**
     * What opens tables' stores.
     *
     * @param options what the configuration says of stores
     * @throws CommandFailure if storage adapters contradict each other
     */
    public static StorageAdapters storage(CommandContext context, Map<String, String> options) throws CommandFailure {
        return Guice.createInjector(Stage.PRODUCTION, strictly(storageModule(context, options)))
                .getInstance(StorageAdapters.class);
    }

    /**
     * What starts a host's telemetry.
     *
     * @param options what the configuration says of stores
     * @throws CommandFailure if storage adapters contradict each other
     */
    public static HostTelemetry.Starter host(CommandContext context, Map<String, String> options, HostModule host)
            throws CommandFailure {
        return Guice.createInjector(Stage.PRODUCTION, strictly(storageModule(context, options), host))
                .getInstance(HostTelemetry.Starter.class);
    }

    /**
     * Asks the storage adapters whether they can serve the tables' places, without going there.
     *
     * @throws CommandFailure if not; the message tells what to write
     */
    public static void requirePlaces(CommandContext context, TelemetryConfiguration configuration)
            throws CommandFailure {
        StorageAdapters storage = storage(context, configuration.storageOptions());
        List<String> refused = new ArrayList<>();
        Stream.of(configuration.deploymentsTable(), configuration.statusTable())
                .flatMap(Optional::stream)
                .forEach(table -> {
                    try {
                        storage.credentialSource(table.uri());
                    } catch (IllegalArgumentException e) {
                        refused.add(table.origin() + ": " + e.getMessage());
                    }
                });
        if (!refused.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, refused.stream().distinct().toList());
        }
    }

    private static Module storageModule(CommandContext context, Map<String, String> options) throws CommandFailure {
        List<String> conflicts = context.storageAdapters().conflicts();
        if (!conflicts.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, conflicts);
        }
        return new StorageModule(context.storageAdapters(), new StorageSettings(context.environment(), options));
    }

    private static List<Module> strictly(Module... modules) {
        List<Module> all = new ArrayList<>(List.of(modules));
        all.add(new AbstractModule() {
            @Override
            protected void configure() {
                binder().requireExplicitBindings();
                binder().disableCircularProxies();
                binder().requireAtInjectOnConstructors();
                binder().requireExactBindingAnnotations();
            }
        });
        return all;
    }
}
