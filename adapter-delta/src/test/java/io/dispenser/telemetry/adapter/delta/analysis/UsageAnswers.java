package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.host;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of CPU, memory, network and disk. */
final class UsageAnswers {

    private final KnownAnswers known;

    UsageAnswers(KnownAnswers known) {
        this.known = known;
    }

    List<List<String>> percentiles() {
        Map<String, List<Double>> measured = new TreeMap<>();
        for (ContainerStatusEvent row : known.statuses(7)) {
            Double cpu = row.usage().cpuPercent();
            Long memory = row.usage().memoryBytes();
            if (cpu != null) {
                measured.computeIfAbsent(row.service() + "|cpu_percent", key -> new ArrayList<>())
                        .add(cpu);
            }
            if (memory != null) {
                measured.computeIfAbsent(row.service() + "|memory_bytes", key -> new ArrayList<>())
                        .add(memory.doubleValue());
            }
        }
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((key, values) -> {
            Collections.sort(values);
            String[] names = key.split("\\|", -1);
            rows.add(Question.row(
                    names[0],
                    names[1],
                    values.size(),
                    percentile(values, 50),
                    percentile(values, 95),
                    percentile(values, 99),
                    values.get(values.size() - 1)));
        });
        return rows;
    }

    private static double percentile(List<Double> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(rank - 1);
    }

    List<List<String>> nearLimit() {
        Map<String, double[]> containers = new TreeMap<>(); // samples, near, highest share, limit
        for (ContainerStatusEvent row : known.statuses(1)) {
            Long memory = row.usage().memoryBytes();
            Long limit = row.usage().memoryLimitBytes();
            if (memory == null || limit == null) {
                continue;
            }
            String key = row.service() + "|" + host(row.origin()) + "|" + row.containerId();
            double[] of = containers.computeIfAbsent(key, none -> new double[4]);
            of[0]++;
            of[1] += memory >= limit * 0.9 ? 1 : 0;
            of[2] = Math.max(of[2], (double) memory / limit);
            of[3] = Math.max(of[3], limit);
        }
        List<List<String>> rows = new ArrayList<>();
        containers.forEach((key, of) -> {
            if (of[1] > 0) {
                String[] names = key.split("\\|", -1);
                rows.add(Question.row(names[0], names[1], names[2], of[0], of[1], of[2], of[3]));
            }
        });
        return rows;
    }

    List<List<String>> networkAndDisk() {
        LocalDate first = ScriptedMonth.TODAY.minusDays(7);
        Map<String, long[]> sums = new TreeMap<>(); // bytes, seconds
        List<ContainerStatusEvent> samples = known.statuses(8);
        Map<String, NavigableSet<Instant>> hosts = KnownAnswers.instants(samples);
        for (boolean network : new boolean[] {true, false}) {
            Map<String, ContainerStatusEvent> before = new HashMap<>();
            for (ContainerStatusEvent row : samples) {
                @Nullable Long now = amount(row, network);
                if (now == null) {
                    continue;
                }
                @Nullable ContainerStatusEvent last = before.put(row.containerId(), row);
                NavigableSet<Instant> instants = Objects.requireNonNull(hosts.get(host(row.origin())));
                if (row.date().isBefore(first) || (last == null && isThere(row.containerId(), instants.first()))) {
                    continue;
                }
                long then = last == null ? 0 : Objects.requireNonNull(amount(last, network));
                boolean anew = now < then
                        || (last != null
                                && !Objects.equals(
                                        row.run().startedAt(), last.run().startedAt()));
                Instant since =
                        last == null ? Objects.requireNonNull(instants.lower(row.timestamp())) : last.timestamp();
                String key = row.date() + "|" + row.service() + "|" + (network ? "network" : "disk");
                long[] sum = sums.computeIfAbsent(key, none -> new long[2]);
                sum[0] += anew ? now : now - then;
                sum[1] += row.timestamp().getEpochSecond() - since.getEpochSecond();
            }
        }
        List<List<String>> rows = new ArrayList<>();
        sums.forEach((key, sum) -> {
            String[] names = key.split("\\|", -1);
            rows.add(Question.row(names[0], names[1], names[2], sum[0], (double) sum[0] / sum[1]));
        });
        return rows;
    }

    private boolean isThere(String containerId, Instant at) {
        return known.statuses.stream()
                .anyMatch(row -> row.timestamp().equals(at) && row.containerId().equals(containerId));
    }

    private static @Nullable Long amount(ContainerStatusEvent row, boolean network) {
        Long one = network ? row.usage().networkRxBytes() : row.usage().blockReadBytes();
        Long other = network ? row.usage().networkTxBytes() : row.usage().blockWriteBytes();
        return one == null || other == null ? null : one + other;
    }
}
