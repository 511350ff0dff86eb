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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    List<List<String>> failureRate() {
        List<List<String>> rows = new ArrayList<>();
        deployments().forEach((service, deployments) -> {
            int judged = 0;
            int failed = 0;
            List<DeploymentEvent> all =
                    deployments.stream().flatMap(List::stream).toList();
            for (List<DeploymentEvent> deployment : deployments) {
                boolean seen = false;
                boolean broken = false;
                for (DeploymentEvent container : deployment) {
                    List<ContainerStatusEvent> samples = hourAfter(
                            container, all, next -> host(next.origin()).equals(host(container.origin())));
                    samples = samples.stream()
                            .filter(row -> !row.state().equals(ContainerState.UNKNOWN))
                            .toList();
                    seen |= !samples.isEmpty();
                    broken |= !samples.isEmpty() && samples.stream().noneMatch(KnownAnswers::isUp);
                    for (ContainerStatusEvent row : samples) {
                        broken |= isBad(row)
                                || (row.restartCount() > 0 && container.action() != DeploymentAction.REPORTED);
                    }
                }
                judged += seen ? 1 : 0;
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
            List<ContainerStatusEvent> samples =
                    hourAfter(change, changes, next -> shortId(next).equals(shortId(change)));
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
        Map<String, List<ContainerStatusEvent>> services = known.statuses(30).stream()
                .filter(row -> !row.state().equals(ContainerState.UNKNOWN))
                .collect(Collectors.groupingBy(
                        row -> row.service() + "|" + host(row.origin()), TreeMap::new, Collectors.toList()));
        List<List<String>> rows = new ArrayList<>();
        // Each service has one container a host at a time here, so a row is a sample.
        services.values().forEach(samples -> {
            boolean wasBad = false;
            long lastBad = Long.MIN_VALUE / 2;
            for (ContainerStatusEvent row : samples) {
                long at = row.timestamp().getEpochSecond();
                if (isBad(row)) {
                    if (!wasBad && at - lastBad > 1800) {
                        rows.add(brokenBy(row));
                    }
                    lastBad = at;
                }
                wasBad = isBad(row);
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

    /** The samples of a deployment's container in the hour after it, up to the next of these deployments of which that holds. */
    private List<ContainerStatusEvent> hourAfter(
            DeploymentEvent change, List<DeploymentEvent> changes, Predicate<DeploymentEvent> isNext) {
        long from = change.timestamp().getEpochSecond();
        long next = Long.MAX_VALUE;
        for (DeploymentEvent each : changes) {
            if (each.timestamp().isAfter(change.timestamp()) && isNext.test(each)) {
                next = Math.min(next, each.timestamp().getEpochSecond());
            }
        }
        List<ContainerStatusEvent> samples = new ArrayList<>();
        for (ContainerStatusEvent row : known.statuses) {
            long at = row.timestamp().getEpochSecond();
            if (row.containerId().equals(shortId(change)) && at >= from && at <= from + 3600 && at < next) {
                samples.add(row);
            }
        }
        return samples;
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
