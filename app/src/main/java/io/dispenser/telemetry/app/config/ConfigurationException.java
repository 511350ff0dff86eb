package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration can't be used. Carries all problems of all files, in the order of the files and of the places. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient List<Problem> warnings;

    ConfigurationException(List<Problem> problems, List<Problem> warnings) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /** What has to be changed; at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /** What should be looked at besides. */
    public List<Problem> warnings() {
        return warnings;
    }
}
