package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * What processes do that write one table in a store of any kind.
 *
 * @param table where the table is
 * @param options how the store is reached, beside what the environment says
 * @param fleet what they write, and when
 * @param kills how many of them are killed
 */
record ProcessPlan(TableUri table, Map<String, String> options, FleetPlan fleet, int kills) {

    static final String USAGE = """
            benchmarks/run processes URI [OPTION VALUE ...] [KEY=VALUE ...]
              URI              a folder of any store, below which a new table is made: file:///mnt/x, s3://bucket/x, gs://…, az://…
              --processes N    each a writer that hands over where others are in its way; default 8
              --period N       seconds from one batch of a process to the next; default 2
              --rows N         rows of a batch; default 30
              --seconds N      how long they write; default 60
              --kills N        so many of them are killed and started again, one after the other; default 3
              --seed N         of all that is random; default 1
              KEY=VALUE        an option of the store, as in [telemetry.storage]; the environment is taken as the program takes it
            """;

    private static final List<String> NAMES =
            List.of("--processes", "--period", "--rows", "--seconds", "--kills", "--seed");

    /** @throws IllegalArgumentException if an argument can't be meant; the message says which */
    static ProcessPlan parse(List<String> arguments) {
        if (arguments.isEmpty() || !TableUri.isUri(arguments.get(0))) {
            throw new IllegalArgumentException("the first argument is a URI");
        }
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, String> options = new HashMap<>();
        for (int index = 1; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            int equals = argument.indexOf('=');
            if (NAMES.contains(argument)) {
                String value = ++index < arguments.size() ? arguments.get(index) : "";
                if (!value.matches("\\d{1,6}")) {
                    throw new IllegalArgumentException(argument + " is a whole number: " + value);
                }
                numbers.put(argument, Integer.parseInt(value));
            } else if (equals > 0 && !argument.startsWith("-")) {
                options.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                throw new IllegalArgumentException("there is no option " + argument);
            }
        }
        return new ProcessPlan(
                TableUri.parse(arguments.get(0)),
                Map.copyOf(options),
                new FleetPlan(
                        numbers.getOrDefault("--processes", 8),
                        Duration.ofSeconds(numbers.getOrDefault("--period", 2)),
                        numbers.getOrDefault("--rows", 30),
                        Latency.NONE,
                        Duration.ZERO,
                        Duration.ofSeconds(numbers.getOrDefault("--seconds", 60)),
                        false,
                        numbers.getOrDefault("--seed", 1)),
                numbers.getOrDefault("--kills", 3));
    }

    /** The same for a table in a folder below. */
    ProcessPlan in(String folder) {
        String place = table.toString();
        return new ProcessPlan(
                TableUri.parse(place.endsWith("/") ? place + folder : place + "/" + folder), options, fleet, kills);
    }

    /** What {@link #parse} makes this of. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                table.toString(),
                "--processes",
                Integer.toString(fleet.hosts()),
                "--period",
                Long.toString(fleet.period().toSeconds()),
                "--rows",
                Integer.toString(fleet.rows()),
                "--seconds",
                Long.toString(fleet.measured().toSeconds()),
                "--kills",
                Integer.toString(kills),
                "--seed",
                Long.toString(fleet.seed())));
        options.forEach((key, value) -> arguments.add(key + "=" + value));
        return arguments;
    }

    /** A new client of the table's store. */
    TableStore open() throws TableStoreException {
        StorageAdapter adapter = ServiceLoader.load(StorageAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.schemes().contains(table.scheme()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no adapter for " + table));
        return adapter.open(table, new StorageSettings(System.getenv(), options));
    }
}
