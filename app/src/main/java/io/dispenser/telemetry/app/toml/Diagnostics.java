package io.dispenser.telemetry.app.toml;

import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the problems of several files, and gives them in the order of the files' reading and of their places. */
public final class Diagnostics {

    private final String vital;
    private final List<Path> files = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final FailedExpressions failed = new FailedExpressions();
    private final Map<Path, Failed> unrendered = new HashMap<>();

    /** @param vital the table without whose keys the configuration is refused */
    public Diagnostics(String vital) {
        this.vital = vital;
    }

    /** Whether {@code key}, with its table, is in the table that the configuration can't do without. */
    boolean isVital(String key) {
        return key.startsWith(vital + ".");
    }

    /** What of templates could not be rendered. */
    public FailedExpressions failed() {
        return failed;
    }

    /** Tells that nothing of {@code file} could be rendered. */
    public void unrendered(Path file, Failed why) {
        unrendered.put(file, why);
    }

    /** Why nothing of {@code file} could be rendered. */
    public Optional<Failed> unrendered(Path file) {
        return Optional.ofNullable(unrendered.get(file));
    }

    /** It is in the way of what the configuration can't do without. */
    public void refuse(Failed failure) {
        if (!failure.message().isEmpty()) { // else an error is told already
            error(failure.location(), failure.subject(), failure.message(), failure.remedy());
        }
    }

    /** Tells of the failed expressions from which something follows. */
    public void warnOfFailed() {
        for (Failed each : failed.all()) {
            if (!each.consequences().isEmpty() && !each.message().isEmpty()) {
                warning(
                        each.location(),
                        each.subject(),
                        each.message() + ", so " + String.join(", and ", each.consequences()),
                        each.remedy());
            }
        }
    }

    /** Tells that {@code file} is read now. */
    void reading(Path file) {
        files.add(file);
    }

    public void error(SourceLocation location, String subject, String message, String remedy) {
        add(errors, new Problem(location, subject, message, remedy));
    }

    public void error(Located<?> written, String message, String remedy) {
        error(written.location(), written.subject(), message, remedy);
    }

    public void warning(SourceLocation location, String subject, String message, String remedy) {
        add(warnings, new Problem(location, subject, message, remedy));
    }

    /** One value can be read for two purposes; what is wrong with it is told once. */
    private static void add(List<Problem> problems, Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    public boolean hasErrorIn(Path file) {
        return errors.stream().anyMatch(problem -> problem.location().file().equals(file));
    }

    public List<Problem> errors() {
        return sorted(errors);
    }

    public List<Problem> warnings() {
        return sorted(warnings);
    }

    private List<Problem> sorted(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> files.indexOf(problem.location().file()))
                        .thenComparingInt(problem -> problem.location().line())
                        .thenComparingInt(problem -> problem.location().column()))
                .toList();
    }
}
