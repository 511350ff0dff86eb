package io.dispenser.telemetry.adapter.delta.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a commit tells of itself in the table's history. It travels through Kernel as a transaction's committer properties,
 * which are names and texts and nothing else.
 *
 * @param operation the operation's name, as Spark and delta-rs have it: {@code OPTIMIZE}, {@code VACUUM START}
 * @param parameters its parameters
 * @param metrics its metrics
 * @param blindAppend whether it only adds rows and looked at none
 */
public record CommitDetails(
        String operation, Map<String, String> parameters, Map<String, String> metrics, boolean blindAppend) {

    private static final String OPERATION = "dispenser.operation";
    private static final String BLIND_APPEND = "dispenser.blindAppend";
    private static final String PARAMETER = "dispenser.parameter.";

    public CommitDetails {
        parameters = Map.copyOf(parameters);
        metrics = Map.copyOf(metrics);
    }

    /** The properties that make a {@link DetailedCommitter} write this. */
    public Map<String, String> asProperties() {
        Map<String, String> properties = new HashMap<>(metrics);
        properties.put(OPERATION, operation);
        properties.put(BLIND_APPEND, Boolean.toString(blindAppend));
        parameters.forEach((name, value) -> properties.put(PARAMETER + name, value));
        return properties;
    }

    /** The details that {@code properties} were made from; empty if they are metrics alone. */
    static Optional<CommitDetails> of(Map<String, String> properties) {
        String operation = properties.get(OPERATION);
        return operation == null
                ? Optional.empty()
                : Optional.of(new CommitDetails(
                        operation,
                        parameters(properties),
                        metrics(properties),
                        Boolean.parseBoolean(properties.get(BLIND_APPEND))));
    }

    /** The property that adds a parameter to those of an append. */
    public static String parameter(String name) {
        return PARAMETER + name;
    }

    static Map<String, String> parameters(Map<String, String> properties) {
        Map<String, String> parameters = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            }
        });
        return parameters;
    }

    static Map<String, String> metrics(Map<String, String> properties) {
        Map<String, String> metrics = new HashMap<>(properties);
        metrics.keySet()
                .removeIf(name -> name.startsWith(PARAMETER)
                        || name.equals(OPERATION)
                        || name.equals(BLIND_APPEND)
                        || name.equals(AddedColumns.SCHEMA));
        return metrics;
    }
}
