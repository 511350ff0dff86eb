package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.host;
import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.isBad;
import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.isUp;
import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.shortId;
import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.word;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of deployments. */
final class DeploymentAnswers {

    private static final Set<DeploymentAction> IN_PLACE =
            EnumSet.of(DeploymentAction.RESTARTED, DeploymentAction.STARTED, DeploymentAction.UPDATED);

    private final KnownAnswers known;

    DeploymentAnswers(KnownAnswers known) {
        this.known = known;
    }

    List<List<String>> frequency() {
        List<List<String>> rows = new ArrayList<>();
        deployments().forEach((service, deployments) -> {
            List<DeploymentEvent> all =
                    deployments.stream().flatMap(List::stream).toList();
            rows.add(Question.row(
                    service,
                    deployments.size(),
                    deployments.size() / 4.0,
                    all.stream()
                            .filter(each -> each.trigger() == TriggerType.IMAGE_UPDATE)
                            .count(),
                    all.size(),
                    all.stream().map(DeploymentEvent::date).distinct().count()));
        });
        return rows;
    }

    List<List<String>> failureRate(Instant asked) {
        List<List<String>> rows = new ArrayList<>();
        deployments().forEach((service, deployments) -> {
            int judged = 0;
            int failed = 0;
            List<DeploymentEvent> all =
                    deployments.stream().flatMap(List::stream).toList();
            for (List<DeploymentEvent> deployment : deployments) {
                boolean seen = false;
                boolean over = true;
                boolean broken = false;
                for (DeploymentEvent container : deployment) {
                    Instant next = all.stream()
                            .filter(each -> !deployment.contains(each)
                                    && host(each.origin()).equals(host(container.origin()))
                                    && each.timestamp().isAfter(container.timestamp()))
                            .map(DeploymentEvent::timestamp)
                            .min(Instant::compareTo)
                            .orElse(Instant.MAX);
                    List<ContainerStatusEvent> samples = hourAfter(container, next).stream()
                            .filter(row -> !row.state().equals(ContainerState.UNKNOWN))
                            .toList();
                    boolean ended = !next.equals(Instant.MAX)
                            || asked.isAfter(container.timestamp().plusSeconds(3600));
                    seen |= !samples.isEmpty();
                    over &= ended;
                    broken |= ended && !samples.isEmpty() && samples.stream().noneMatch(DeploymentAnswers::isFine);
                    for (ContainerStatusEvent row : samples) {
                        broken |= isBad(row)
                                || (row.restartCount() > 0 && container.action() != DeploymentAction.REPORTED);
                    }
                }
                judged += broken || (seen && over) ? 1 : 0;
                failed += broken ? 1 : 0;
            }
            rows.add(Question.row(
                    service, deployments.size(), judged, failed, judged == 0 ? null : (double) failed / judged));
        });
        return rows;
    }

    List<List<String>> timeToHealthy() {
        List<DeploymentEvent> changes = known.deployments(30).stream()
                .filter(each -> each.action() != DeploymentAction.UPDATED && each.trigger() != TriggerType.CRON)
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (DeploymentEvent change : changes) {
            Instant next = changes.stream()
                    .filter(each -> shortId(each).equals(shortId(change))
                            && each.timestamp().isAfter(change.timestamp()))
                    .map(DeploymentEvent::timestamp)
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            List<ContainerStatusEvent> samples = hourAfter(change, next);
            @Nullable Long seconds = null;
            for (ContainerStatusEvent row : samples) {
                if (seconds == null && isUp(row)) {
                    seconds = row.timestamp().getEpochSecond()
                            - change.timestamp().getEpochSecond();
                }
            }
            rows.add(Question.row(
                    change.timestamp(),
                    change.service(),
                    host(change.origin()),
                    shortId(change),
                    word(Objects.requireNonNull(change.action())),
                    change.trigger().columnValue(),
                    change.image(),
                    samples.size(),
                    seconds));
        }
        return rows;
    }

    List<List<String>> brokenBy() {
        Map<String, NavigableMap<Instant, List<ContainerStatusEvent>>> services = new TreeMap<>();
        for (ContainerStatusEvent row : known.statuses(30)) {
            if (!row.state().equals(ContainerState.UNKNOWN)) {
                services.computeIfAbsent(row.service() + "|" + host(row.origin()), key -> new TreeMap<>())
                        .computeIfAbsent(row.timestamp(), key -> new ArrayList<>())
                        .add(row);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        services.values().forEach(samples -> {
            boolean wasBad = false;
            long lastBad = Long.MIN_VALUE / 2;
            for (List<ContainerStatusEvent> sample : samples.values()) {
                long at = sample.get(0).timestamp().getEpochSecond();
                boolean bad = sample.stream().anyMatch(KnownAnswers::isBad);
                if (bad) {
                    if (!wasBad && at - lastBad > 1800) {
                        rows.add(brokenBy(sample.get(0)));
                    }
                    lastBad = at;
                }
                wasBad = bad;
            }
        });
        return rows;
    }

    private List<String> brokenBy(ContainerStatusEvent broken) {
        @Nullable DeploymentEvent suspect = null;
        for (DeploymentEvent each : known.deployments) {
            long after = broken.timestamp().getEpochSecond() - each.timestamp().getEpochSecond();
            if (each.service().equals(broken.service())
                    && host(each.origin()).equals(host(broken.origin()))
                    && after >= 0
                    && after <= 86_400) {
                suspect = each; // they come in the order of time
            }
        }
        if (suspect == null) {
            return Question.row(
                    broken.timestamp(), broken.service(), host(broken.origin()), null, null, null, null, null, null);
        }
        return Question.row(
                broken.timestamp(),
                broken.service(),
                host(broken.origin()),
                suspect.timestamp(),
                broken.timestamp().getEpochSecond() - suspect.timestamp().getEpochSecond(),
                word(Objects.requireNonNull(suspect.action())),
                suspect.trigger().columnValue(),
                suspect.image(),
                suspect.previousImage());
    }

    private static boolean isFine(ContainerStatusEvent row) {
        Integer exitCode = row.exitCode();
        return isUp(row) || (row.state().equals(ContainerState.EXITED) && exitCode != null && exitCode == 0);
    }

    /** The samples of a deployment's container in the hour after it and before another time. */
    private List<ContainerStatusEvent> hourAfter(DeploymentEvent change, Instant next) {
        Instant last = change.timestamp().plusSeconds(3600);
        return known.statuses.stream()
                .filter(row -> row.containerId().equals(shortId(change))
                        && !row.timestamp().isBefore(change.timestamp())
                        && !row.timestamp().isAfter(last)
                        && row.timestamp().isBefore(next))
                .toList();
    }

    /** Each service's deployments of the 28 days before today, each with its containers. */
    private Map<String, List<List<DeploymentEvent>>> deployments() {
        Map<String, List<List<DeploymentEvent>>> services = new TreeMap<>();
        for (DeploymentEvent each : known.deployments(28)) {
            if (each.date().equals(ScriptedMonth.TODAY)
                    || each.trigger() == TriggerType.STARTUP
                    || each.trigger() == TriggerType.CRON
                    || IN_PLACE.contains(each.action())) {
                continue;
            }
            List<List<DeploymentEvent>> of = services.computeIfAbsent(each.service(), key -> new ArrayList<>());
            List<DeploymentEvent> last = of.isEmpty() ? List.of() : of.get(of.size() - 1);
            if (last.isEmpty()
                    || each.timestamp().getEpochSecond()
                                    - last.get(last.size() - 1).timestamp().getEpochSecond()
                            > 600) {
                of.add(new ArrayList<>(List.of(each)));
            } else {
                last.add(each);
            }
        }
        return services;
    }
}
