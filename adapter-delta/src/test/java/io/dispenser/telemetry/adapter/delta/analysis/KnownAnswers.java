package io.dispenser.telemetry.adapter.delta.analysis;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the questions have to find in a {@link ScriptedMonth}, by plain loops over its events. Rows are texts as
 * {@link Question#row} makes them, in no order.
 */
public final class KnownAnswers {

    final List<ContainerStatusEvent> statuses;
    final List<DeploymentEvent> deployments;

    /** The answers for this month. */
    public KnownAnswers(ScriptedMonth month) {
        statuses = month.statuses();
        deployments = month.deployments();
    }

    /** The rows for each question, by the question's name. */
    public Map<String, List<List<String>>> all() {
        Map<String, List<List<String>>> all = new TreeMap<>();
        RestartAnswers restarts = new RestartAnswers(this);
        all.put("restarts", restarts.restarts());
        all.put("crash-loops", restarts.crashLoops());
        HostAnswers hosts = new HostAnswers(this);
        all.put("availability", hosts.availability());
        all.put("silent-hosts", hosts.silentHosts());
        all.put("freshness", hosts.freshness());
        all.put("containers", hosts.containers());
        all.put("images", new ImageAnswers(this).images());
        DeploymentAnswers changes = new DeploymentAnswers(this);
        all.put("deployment-frequency", changes.frequency());
        all.put("change-failure-rate", changes.failureRate(ScriptedMonth.END));
        all.put("time-to-healthy", changes.timeToHealthy());
        all.put("broken-by", changes.brokenBy());
        UsageAnswers usage = new UsageAnswers(this);
        all.put("usage-percentiles", usage.percentiles());
        all.put("memory-near-limit", usage.nearLimit());
        all.put("network-and-disk", usage.networkAndDisk());
        return all;
    }

    /** The samples of today and so many days before. */
    List<ContainerStatusEvent> statuses(int daysBefore) {
        LocalDate first = ScriptedMonth.TODAY.minusDays(daysBefore);
        return statuses.stream().filter(each -> !each.date().isBefore(first)).toList();
    }

    /** The deployments of today and so many days before. */
    List<DeploymentEvent> deployments(int daysBefore) {
        LocalDate first = ScriptedMonth.TODAY.minusDays(daysBefore);
        return deployments.stream().filter(each -> !each.date().isBefore(first)).toList();
    }

    /** The times of each host's samples. */
    static Map<String, NavigableSet<Instant>> instants(List<ContainerStatusEvent> rows) {
        Map<String, NavigableSet<Instant>> instants = new TreeMap<>();
        for (ContainerStatusEvent row : rows) {
            instants.computeIfAbsent(host(row.origin()), host -> new TreeSet<>())
                    .add(row.timestamp());
        }
        return instants;
    }

    /** The usual time between samples on each day that has one; null for a host that has one sample. */
    static Map<LocalDate, @Nullable Long> usualSeconds(NavigableSet<Instant> instants) {
        NavigableMap<LocalDate, List<Long>> days = new TreeMap<>();
        List<Long> all = new ArrayList<>();
        for (Instant at : instants) {
            List<Long> day = days.computeIfAbsent(date(at), key -> new ArrayList<>());
            Instant next = instants.higher(at);
            if (next != null) {
                long seconds = next.getEpochSecond() - at.getEpochSecond();
                day.add(seconds);
                all.add(seconds);
            }
        }
        Map<LocalDate, @Nullable Long> usual = new HashMap<>();
        for (LocalDate day : days.keySet()) {
            usual.put(
                    day,
                    Stream.of(days.lowerEntry(day), days.floorEntry(day), days.higherEntry(day))
                            .filter(each -> each != null && each.getValue().size() >= 10)
                            .map(each -> median(each.getValue()))
                            .max(Long::compare)
                            .orElseGet(() -> all.isEmpty() ? null : median(all)));
        }
        return usual;
    }

    private static long median(List<Long> steps) {
        return steps.stream().sorted().skip((steps.size() - 1) / 2).findFirst().orElseThrow();
    }

    static LocalDate date(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    static String host(Origin origin) {
        return Objects.toString(origin.host(), "");
    }

    static boolean isUp(ContainerStatusEvent row) {
        return row.state().equals(ContainerState.RUNNING)
                && (row.healthStatus() == HealthStatus.HEALTHY || row.healthStatus() == HealthStatus.NONE);
    }

    static boolean isBad(ContainerStatusEvent row) {
        Integer exitCode = row.exitCode();
        return row.healthStatus() == HealthStatus.UNHEALTHY
                || row.state().equals(ContainerState.RESTARTING)
                || row.state().equals(ContainerState.DEAD)
                || (row.state().equals(ContainerState.EXITED)
                        && exitCode != null
                        && exitCode != 0
                        && exitCode != 143
                        && (exitCode != 137 || Boolean.TRUE.equals(row.run().oomKilled())));
    }

    static String shortId(DeploymentEvent deployment) {
        return deployment.containerId().substring(0, 12);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
