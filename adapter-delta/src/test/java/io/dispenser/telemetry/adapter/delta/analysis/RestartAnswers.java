package io.dispenser.telemetry.adapter.delta.analysis;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Restarts and crash loops. */
final class RestartAnswers {

    /** What a container's restart count grew by from the sample before, and how long before that was. */
    private record Increase(ContainerStatusEvent row, int restarts, long seconds) {}

    private final KnownAnswers known;

    RestartAnswers(KnownAnswers known) {
        this.known = known;
    }

    List<List<String>> restarts() {
        Map<List<String>, Integer> sums = new TreeMap<>(java.util.Comparator.comparing(Object::toString));
        LocalDate first = ScriptedMonth.TODAY.minusDays(30);
        for (Increase increase : increases(31)) {
            if (increase.row.date().isBefore(first)) {
                continue;
            }
            sums.merge(
                    List.of(increase.row.date().toString(), increase.row.service()), increase.restarts, Integer::sum);
        }
        List<List<String>> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(Question.row(key.get(0), key.get(1), sum)));
        return rows;
    }

    List<List<String>> crashLoops() {
        LocalDate first = ScriptedMonth.TODAY.minusDays(7);
        Map<String, List<Increase>> containers = new LinkedHashMap<>();
        for (Increase increase : increases(8)) {
            String container = KnownAnswers.host(increase.row.origin()) + "|" + increase.row.containerId();
            containers.computeIfAbsent(container, key -> new ArrayList<>()).add(increase);
        }
        Map<String, Loop> loops = new TreeMap<>();
        containers.values().forEach(increases -> {
            for (Increase increase : increases) {
                if (!increase.row.date().isBefore(first)) {
                    loops.computeIfAbsent(day(increase.row), key -> new Loop())
                            .add(increase, hourUpTo(increase, increases));
                }
            }
        });
        List<List<String>> rows = new ArrayList<>();
        loops.forEach((day, loop) -> {
            if (loop.from != null) {
                String[] key = day.split("\\|", -1);
                rows.add(Question.row(
                        key[0],
                        key[1],
                        key[2],
                        key[3],
                        loop.from,
                        loop.to,
                        loop.restarts,
                        loop.most,
                        loop.exitCode,
                        loop.oom));
            }
        });
        return rows;
    }

    /** The restarts that a container's samples of an hour tell of, and not those of a step that is longer. */
    private static int hourUpTo(Increase last, List<Increase> increases) {
        long end = last.row.timestamp().getEpochSecond();
        return increases.stream()
                .filter(each -> each.row.timestamp().getEpochSecond() <= end
                        && each.row.timestamp().getEpochSecond() > end - 3600
                        && each.seconds <= 3600)
                .mapToInt(Increase::restarts)
                .sum();
    }

    /** A container's day. */
    private static final class Loop {

        private @Nullable Instant from;
        private @Nullable Instant to;
        private int restarts;
        private int most;
        private @Nullable Integer exitCode;
        private boolean oom;

        void add(Increase increase, int inHour) {
            ContainerStatusEvent row = increase.row;
            restarts += increase.restarts;
            most = Math.max(most, inHour);
            exitCode = row.exitCode() == null ? exitCode : row.exitCode();
            if (inHour >= 3 && increase.restarts > 0) {
                oom |= Boolean.TRUE.equals(row.run().oomKilled());
                from = from == null ? row.timestamp() : from;
                to = row.timestamp();
            }
        }
    }

    private static String day(ContainerStatusEvent row) {
        return row.date() + "|" + row.service() + "|" + KnownAnswers.host(row.origin()) + "|" + row.containerId();
    }

    /** What each sample of today and so many days before tells. */
    private List<Increase> increases(int daysBefore) {
        List<ContainerStatusEvent> samples = known.statuses(daysBefore);
        Map<String, NavigableSet<Instant>> hosts = KnownAnswers.instants(samples);
        Set<String> there = new HashSet<>(); // at their host's first sample, whatever it says of them
        Map<String, ContainerStatusEvent> before = new HashMap<>();
        List<Increase> increases = new ArrayList<>();
        for (ContainerStatusEvent row : samples) {
            String host = KnownAnswers.host(row.origin());
            String container = host + "|" + row.containerId();
            NavigableSet<Instant> instants = Objects.requireNonNull(hosts.get(host));
            if (row.timestamp().equals(instants.first())) {
                there.add(container);
            }
            if (row.state().equals(ContainerState.UNKNOWN) || row.state().equals(ContainerState.NOT_FOUND)) {
                continue;
            }
            @Nullable ContainerStatusEvent last = before.put(container, row);
            int known = last == null ? 0 : last.restartCount();
            int restarts = row.restartCount() < known ? row.restartCount() : row.restartCount() - known;
            @Nullable Instant since = last == null ? instants.lower(row.timestamp()) : last.timestamp();
            increases.add(new Increase(
                    row,
                    last == null && there.contains(container) ? 0 : restarts,
                    since == null ? 0 : Duration.between(since, row.timestamp()).toSeconds()));
        }
        return increases;
    }
}
