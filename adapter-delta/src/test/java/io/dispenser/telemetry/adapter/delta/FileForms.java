package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Rows that make data files of every form that ours have, for other programs to read: one row; no value at all; a dictionary,
 * of values in runs and of values in no order, in one page and in several; and values as they are, in so many pages that they can
 * be skipped, and in several row groups once they are compacted. All are of one day.
 */
public final class FileForms {

    private static final int MANY = 25_000;
    private static final int DIFFERENT = 6_000;
    private static final int FEW = 40;
    private static final int LONG_TEXT = 700;

    private FileForms() {}

    /** Rows of one file. */
    public record Form(String name, List<ContainerStatusEvent> rows) {

        @Override
        public String toString() {
            return name;
        }

        /**
         * What a query for {@link Condition#SELECTION} with this condition gives, each value as its text.
         */
        public List<String> answer(Condition condition) {
            List<ContainerStatusEvent> found =
                    rows.stream().filter(condition.holds()).toList();
            return List.of(
                    Long.toString(found.size()),
                    count(found, row -> row.exitCode() != null),
                    count(found, row -> row.lastHealthOutput() != null),
                    count(found, row -> row.usage().cpuPercent() != null),
                    Long.toString(found.stream()
                            .mapToLong(ContainerStatusEvent::restartCount)
                            .sum()),
                    Long.toString(found.stream()
                            .mapToLong(ContainerStatusEvent::uptimeSeconds)
                            .sum()));
        }

        private static String count(List<ContainerStatusEvent> found, Predicate<ContainerStatusEvent> what) {
            return Long.toString(found.stream().filter(what).count());
        }
    }

    /** A condition in the SQL that all engines share, and the same in Java. */
    public record Condition(String sql, Predicate<ContainerStatusEvent> holds) {

        /** What is selected. */
        public static final String SELECTION =
                "count(*) as n, count(exit_code) as codes, count(last_health_output) as outputs, "
                        + "count(cpu_percent) as cpus, cast(coalesce(sum(restart_count), 0) as bigint) as restarts, "
                        + "cast(coalesce(sum(uptime_seconds), 0) as bigint) as uptime";
    }

    /** All forms. */
    public static List<Form> all() {
        Random random = new Random(7);
        List<ContainerStatusEvent> few = IntStream.range(0, MANY)
                .mapToObj(row -> SampleEvents.status(row * FEW / MANY))
                .toList();
        List<ContainerStatusEvent> mixed = new ArrayList<>(few);
        Collections.shuffle(mixed, random);
        return List.of(
                new Form("one row", SampleEvents.statuses(18, 19)),
                new Form("no value", Collections.nCopies(500, SampleEvents.status(7))),
                new Form("few in runs", few),
                new Form("few in no order", mixed),
                new Form(
                        "all different",
                        IntStream.range(0, DIFFERENT)
                                .mapToObj(FileForms::different)
                                .toList()));
    }

    /** Conditions by which readers leave out row groups and pages, by their bounds, by dictionaries, or not at all. */
    public static List<Condition> conditions() {
        return List.of(
                new Condition("1 = 1", row -> true),
                new Condition("service = 'service-18'", row -> row.service().equals("service-18")),
                new Condition("service = 'service-18a'", row -> false), // within the bounds
                new Condition("service < 'service-2'", row -> row.service().compareTo("service-2") < 0),
                new Condition("exit_code = 16", row -> Objects.equals(row.exitCode(), 16)),
                new Condition("exit_code is null", row -> row.exitCode() == null),
                new Condition(
                        "exit_code is not null and restart_count > 30",
                        row -> row.exitCode() != null && row.restartCount() > 30),
                new Condition(
                        "restart_count between 17 and 19", row -> row.restartCount() >= 17 && row.restartCount() <= 19),
                new Condition("restart_count >= 5990", row -> row.restartCount() >= 5_990),
                new Condition("cpu_percent >= 2.5", row -> {
                    Double cpu = row.usage().cpuPercent();
                    return cpu != null && cpu >= 2.5;
                }),
                new Condition("oom_killed", row -> Boolean.TRUE.equals(row.run().oomKilled())),
                new Condition(
                        "last_health_output like '%18 said no%'",
                        row -> {
                            String output = row.lastHealthOutput();
                            return output != null && output.contains("18 said no");
                        }),
                new Condition(
                        "host = 'host-1'", row -> "host-1".equals(row.origin().host())));
    }

    /** A row with a long text, which is in no other one. */
    private static ContainerStatusEvent different(int number) {
        ContainerStatusEvent row = SampleEvents.status(number);
        String output = row.lastHealthOutput();
        return new ContainerStatusEvent(
                row.timestamp(),
                row.service(),
                row.containerId(),
                row.state(),
                row.healthStatus(),
                row.exitCode(),
                row.restartCount(),
                row.uptimeSeconds(),
                row.failingStreak(),
                output == null ? null : output + " ".repeat(LONG_TEXT) + number,
                row.usage(),
                row.run(),
                row.origin());
    }
}
