package io.dispenser.telemetry.adapter.delta.analysis;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Restarts and crash loops. */
final class RestartAnswers {

    private record Increase(ContainerStatusEvent row, int restarts) {}

    private final KnownAnswers known;

    RestartAnswers(KnownAnswers known) {
        this.known = known;
    }

    List<List<String>> restarts() {
        Map<List<String>, Integer> sums = new TreeMap<>(java.util.Comparator.comparing(Object::toString));
        for (Increase increase : increases(30)) {
            sums.merge(
                    List.of(increase.row.date().toString(), increase.row.service()), increase.restarts, Integer::sum);
        }
        List<List<String>> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(Question.row(key.get(0), key.get(1), sum)));
        return rows;
    }

    List<List<String>> crashLoops() {
        Map<String, List<Increase>> byHour = new TreeMap<>();
        Map<String, Integer> codes = new HashMap<>();
        for (Increase increase : increases(7)) {
            ContainerStatusEvent row = increase.row;
            String hour = day(row) + "|" + row.timestamp().getEpochSecond() / 3600;
            byHour.computeIfAbsent(hour, key -> new ArrayList<>()).add(increase);
            Integer code = row.exitCode();
            if (code != null) {
                codes.put(day(row), code); // rows come in the order of time
            }
        }
        Map<String, int[]> loops = new TreeMap<>(); // hours, restarts, hours with OOM
        byHour.forEach((hour, increases) -> {
            int restarts = increases.stream().mapToInt(Increase::restarts).sum();
            if (restarts >= 3) {
                int[] loop = loops.computeIfAbsent(hour.substring(0, hour.lastIndexOf('|')), key -> new int[3]);
                loop[0]++;
                loop[1] += restarts;
                loop[2] += increases.stream().anyMatch(each -> oom(each.row.run())) ? 1 : 0;
            }
        });
        List<List<String>> rows = new ArrayList<>();
        loops.forEach((day, loop) -> {
            String[] key = day.split("\\|", -1);
            @Nullable Integer code = codes.get(day);
            rows.add(Question.row(key[0], key[1], key[2], key[3], loop[0], loop[1], code, loop[2] > 0));
        });
        return rows;
    }

    private static boolean oom(ContainerRun run) {
        return Boolean.TRUE.equals(run.oomKilled());
    }

    private static String day(ContainerStatusEvent row) {
        return row.date() + "|" + row.service() + "|" + KnownAnswers.host(row.origin()) + "|" + row.containerId();
    }

    private List<Increase> increases(int daysBefore) {
        LocalDate first = ScriptedMonth.TODAY.minusDays(daysBefore);
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Long> begins = new HashMap<>();
        List<Increase> increases = new ArrayList<>();
        for (ContainerStatusEvent row : known.statuses(daysBefore + 1)) {
            if (row.state().equals(ContainerState.UNKNOWN) || row.state().equals(ContainerState.NOT_FOUND)) {
                continue;
            }
            String host = KnownAnswers.host(row.origin());
            long at = row.timestamp().getEpochSecond();
            boolean atBegin = begins.computeIfAbsent(host, key -> at) == at;
            @Nullable Integer before = counts.put(host + "|" + row.containerId(), row.restartCount());
            int restarts;
            if (before == null) {
                restarts = atBegin ? 0 : row.restartCount();
            } else {
                restarts = row.restartCount() < before ? row.restartCount() : row.restartCount() - before;
            }
            if (!row.date().isBefore(first)) {
                increases.add(new Increase(row, restarts));
            }
        }
        return increases;
    }
}
