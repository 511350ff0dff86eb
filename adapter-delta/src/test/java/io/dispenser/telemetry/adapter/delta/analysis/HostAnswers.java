package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.host;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of hosts and of what runs there. */
final class HostAnswers {

    private final KnownAnswers known;

    HostAnswers(KnownAnswers known) {
        this.known = known;
    }

    List<List<String>> availability() {
        List<ContainerStatusEvent> samples = known.statuses(30);
        Map<String, long[]> seconds = new TreeMap<>(); // up, observed
        KnownAnswers.instants(samples).forEach((host, instants) -> {
            Map<String, TreeMap<Instant, List<ContainerStatusEvent>>> services = new TreeMap<>();
            for (ContainerStatusEvent row : samples) {
                if (host(row.origin()).equals(host)) {
                    services.computeIfAbsent(row.service(), key -> new TreeMap<>())
                            .computeIfAbsent(row.timestamp(), key -> new ArrayList<>())
                            .add(row);
                }
            }
            Map<LocalDate, @Nullable Long> usual = KnownAnswers.usualSeconds(instants);
            services.forEach((service, rows) -> {
                for (Instant at : instants.subSet(rows.firstKey(), true, rows.lastKey(), true)) {
                    Instant next = instants.higher(at);
                    List<ContainerStatusEvent> now = rows.getOrDefault(at, List.of());
                    boolean up = now.stream().anyMatch(KnownAnswers::isUp);
                    boolean unsure = now.stream().anyMatch(row -> row.state().equals(ContainerState.UNKNOWN));
                    LocalDate date = KnownAnswers.date(at);
                    long limit = 3 * Objects.requireNonNullElse(usual.get(date), 0L);
                    if (next == null || next.getEpochSecond() - at.getEpochSecond() > limit || (unsure && !up)) {
                        continue;
                    }
                    long[] sum = seconds.computeIfAbsent(date + "|" + service, key -> new long[2]);
                    sum[0] += up ? next.getEpochSecond() - at.getEpochSecond() : 0;
                    sum[1] += next.getEpochSecond() - at.getEpochSecond();
                }
            });
        });
        List<List<String>> rows = new ArrayList<>();
        seconds.forEach((key, sum) -> {
            String[] names = key.split("\\|", -1);
            rows.add(Question.row(names[0], names[1], sum[0], sum[1], (double) sum[0] / sum[1]));
        });
        return rows;
    }

    List<List<String>> silentHosts() {
        List<ContainerStatusEvent> past = known.statuses(30).stream()
                .filter(row -> !row.timestamp().isAfter(ScriptedMonth.END))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        KnownAnswers.instants(past).forEach((host, instants) -> {
            Map<LocalDate, @Nullable Long> usual = KnownAnswers.usualSeconds(instants);
            for (Instant at : instants) {
                @Nullable Long median = usual.get(KnownAnswers.date(at));
                @Nullable Instant next = instants.higher(at);
                long gap = Objects.requireNonNullElse(next, ScriptedMonth.END).getEpochSecond() - at.getEpochSecond();
                if (gap > 3 * Objects.requireNonNullElse(median, 0L) && (next != null || gap > 900)) {
                    rows.add(Question.row(host, at, next, gap, median));
                }
            }
        });
        return rows;
    }

    List<List<String>> freshness() {
        List<List<String>> rows = new ArrayList<>();
        Map<String, List<Instant>> deployed = new TreeMap<>();
        for (DeploymentEvent row : known.deployments(30)) {
            deployed.computeIfAbsent(host(row.origin()), key -> new ArrayList<>())
                    .add(row.timestamp());
        }
        Map<String, List<Instant>> sampled = new TreeMap<>();
        for (ContainerStatusEvent row : known.statuses(30)) {
            sampled.computeIfAbsent(host(row.origin()), key -> new ArrayList<>())
                    .add(row.timestamp());
        }
        freshness("deployments", deployed, rows);
        freshness("status", sampled, rows);
        return rows;
    }

    private static void freshness(String table, Map<String, List<Instant>> hosts, List<List<String>> rows) {
        hosts.forEach((host, instants) -> {
            List<Instant> past = instants.stream()
                    .filter(at -> !at.isAfter(ScriptedMonth.END))
                    .sorted()
                    .toList();
            @Nullable Instant last = past.isEmpty() ? null : past.get(past.size() - 1);
            @Nullable
            Long behind = last == null
                    ? null
                    : Duration.between(last, ScriptedMonth.END).toSeconds();
            rows.add(Question.row(table, host, instants.size(), last, behind, instants.size() - past.size()));
        });
    }

    List<List<String>> containers() {
        Map<String, List<ContainerStatusEvent>> groups = new TreeMap<>();
        for (ContainerStatusEvent row : lastSamples(known.statuses(1))) {
            String project = Objects.toString(row.origin().project(), "");
            groups.computeIfAbsent(host(row.origin()) + "|" + project, key -> new ArrayList<>())
                    .add(row);
        }
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((key, group) -> {
            Set<String> services = new HashSet<>();
            int containers = 0;
            int running = 0;
            int unhealthy = 0;
            for (ContainerStatusEvent row : group) {
                services.add(row.service());
                containers += row.containerId().isEmpty() ? 0 : 1;
                running += row.state().equals(ContainerState.RUNNING) ? 1 : 0;
                unhealthy += row.healthStatus() == HealthStatus.UNHEALTHY ? 1 : 0;
            }
            String[] names = key.split("\\|", -1);
            rows.add(Question.row(names[0], names[1], services.size(), containers, running, unhealthy));
        });
        return rows;
    }

    static List<ContainerStatusEvent> lastSamples(List<ContainerStatusEvent> samples) {
        Map<String, NavigableSet<Instant>> hosts = KnownAnswers.instants(samples);
        return samples.stream()
                .filter(row -> row.timestamp()
                        .equals(Objects.requireNonNull(hosts.get(host(row.origin())))
                                .last()))
                .toList();
    }
}
