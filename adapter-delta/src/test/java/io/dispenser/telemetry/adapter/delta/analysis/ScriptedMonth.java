package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.core.event.HealthStatus.HEALTHY;
import static io.dispenser.telemetry.core.event.HealthStatus.NONE;
import static io.dispenser.telemetry.core.event.HealthStatus.STARTING;
import static io.dispenser.telemetry.core.event.HealthStatus.UNHEALTHY;
import static io.dispenser.telemetry.core.event.TriggerType.CRON;
import static io.dispenser.telemetry.core.event.TriggerType.IMAGE_UPDATE;
import static io.dispenser.telemetry.core.event.TriggerType.MANUAL_RELOAD;
import static io.dispenser.telemetry.core.event.TriggerType.STARTUP;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A month of three hosts, sampled every five minutes, in which happens what the questions ask for: deployments good and bad,
 * restarts, a start of the engine that begins their count anew, a crash loop, an agent that is away for an hour and one that
 * is lost, a container that could not be inspected, a service without one. Beside them are the {@link InventedCases}. All times
 * are whole seconds.
 */
public final class ScriptedMonth {

    /** The day on which the questions are asked. */
    public static final LocalDate TODAY = LocalDate.parse("2026-03-31");

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    /** When the questions are asked. */
    static final Instant END = Instant.parse("2026-03-31T12:00:00Z");

    private static final Instant GAMMA_LOST = Instant.parse("2026-03-29T18:00:00Z");
    private static final Instant BETA_AWAY = Instant.parse("2026-03-10T02:00:00Z");
    private static final Instant BETA_BACK = Instant.parse("2026-03-10T03:00:00Z");
    private static final int INTERVAL = 300;

    private final AtomicInteger numbers = new AtomicInteger();
    private final List<ContainerStatusEvent> statuses = new ArrayList<>();
    private final List<DeploymentEvent> deployments = new ArrayList<>();

    /** Lets the month pass. */
    public ScriptedMonth() {
        run(alpha());
        run(beta());
        run(gamma());
        new InventedCases(numbers).all().forEach(this::run);
        statuses.sort(Comparator.comparing(ContainerStatusEvent::timestamp));
        deployments.sort(Comparator.comparing(DeploymentEvent::timestamp));
    }

    /** The rows of the status table. */
    public List<ContainerStatusEvent> statuses() {
        return List.copyOf(statuses);
    }

    /** The rows of the deployments table. */
    public List<DeploymentEvent> deployments() {
        return List.copyOf(deployments);
    }

    private ScriptedHost alpha() {
        ScriptedHost alpha = new ScriptedHost("alpha", numbers);
        alpha.before("shop", "web", "shop/web:1.0", 512, HEALTHY);
        alpha.before("shop", "db", "postgres:17", 0, NONE).restartsBefore(1);
        alpha.deploy("2026-03-02T12:01:00Z", null, "proxy", "traefik:3", 0, NONE, STARTUP);
        alpha.deploy("2026-03-05T10:02:00Z", "shop", "web", "shop/web:1.1", 512, STARTING, IMAGE_UPDATE);
        alpha.health("2026-03-05T10:12:00Z", "web", HEALTHY);
        alpha.at("2026-03-08T04:01:00Z", "db", (db, at) -> db.restartByPolicy(at, 1, false, false));
        alpha.at("2026-03-08T04:02:00Z", "db", (db, at) -> db.restartByPolicy(at, 1, false, false));
        alpha.deploy("2026-03-12T14:01:00Z", "shop", "web", "shop/web:1.2", 512, STARTING, IMAGE_UPDATE);
        alpha.health("2026-03-12T14:12:00Z", "web", UNHEALTHY);
        alpha.deploy("2026-03-12T14:31:00Z", "shop", "web", "shop/web:1.1", 512, STARTING, MANUAL_RELOAD);
        alpha.health("2026-03-12T14:36:00Z", "web", HEALTHY);
        for (String service : List.of("web", "db", "proxy")) {
            alpha.at("2026-03-15T06:03:00Z", service, ScriptedContainer::startAnew);
        }
        alpha.at("2026-03-15T20:00:30Z", "db", (db, at) -> db.restartByPolicy(at, 1, false, false));
        alpha.at("2026-03-20T07:59:00Z", "db", (db, at) -> db.inspected = false);
        alpha.at("2026-03-20T08:01:00Z", "db", (db, at) -> db.inspected = true);
        alpha.deploymentInPlace("2026-03-24T11:01:00Z", "db", DeploymentAction.RESTARTED);
        alpha.deploy("2026-03-30T09:02:00Z", "shop", "web", "shop/web:1.3", 512, STARTING, IMAGE_UPDATE);
        alpha.health("2026-03-30T09:07:00Z", "web", HEALTHY);
        alpha.deploymentInPlace("2026-03-30T16:01:00Z", "web", DeploymentAction.UPDATED);
        return alpha;
    }

    private ScriptedHost beta() {
        ScriptedHost beta = new ScriptedHost("beta", numbers);
        beta.before("shop", "web", "shop/web:1.0", 512, HEALTHY);
        beta.before("shop", "worker", "shop/worker:4", 256, NONE);
        beta.deploy("2026-03-05T10:04:30Z", "shop", "web", "shop/web:1.1", 512, STARTING, IMAGE_UPDATE);
        beta.health("2026-03-05T10:16:00Z", "web", HEALTHY);
        beta.at("2026-03-10T02:30:00Z", "worker", (worker, at) -> worker.restartByPolicy(at, 2, false, false));
        for (int number = 0; number < 24; number++) {
            String time = String.format(Locale.ROOT, "2026-03-26T%02d:%02d:00Z", 3 + number / 12, 1 + number % 12 * 5);
            boolean seenDown = number % 2 == 0;
            beta.at(time, "worker", (worker, at) -> worker.restartByPolicy(at, 137, true, seenDown));
        }
        beta.deploy("2026-03-26T05:11:00Z", "shop", "worker", "shop/worker:4", 512, NONE, MANUAL_RELOAD);
        beta.at("2026-03-30T00:00:00Z", "worker", (worker, at) -> worker.memoryShare = 0.95);
        beta.at("2026-03-30T06:00:00Z", "worker", (worker, at) -> worker.memoryShare = 0.5);
        return beta;
    }

    private ScriptedHost gamma() {
        ScriptedHost gamma = new ScriptedHost("gamma", numbers);
        gamma.before(null, "cache", "redis:7.2", 128, HEALTHY);
        for (int day = 1; day < 30; day++) {
            String time = String.format(Locale.ROOT, "2026-03-%02dT01:0", day);
            int exitCode = day == 22 ? 1 : 0;
            gamma.deploy(time + "1:30Z", null, "job", "backup:1", 0, NONE, CRON);
            gamma.at(time + "3:00Z", "job", (job, at) -> job.exit(at, exitCode, false));
            gamma.remove(String.format(Locale.ROOT, "2026-03-%02dT00:58:00Z", day), "job");
        }
        gamma.health("2026-03-18T13:02:00Z", "cache", UNHEALTHY);
        gamma.health("2026-03-18T13:14:00Z", "cache", HEALTHY);
        gamma.deploymentInPlace("2026-03-19T09:01:00Z", "cache", DeploymentAction.REPORTED);
        gamma.deploy("2026-03-27T17:31:00Z", null, "cache", "redis:7.3", 128, HEALTHY, IMAGE_UPDATE);
        gamma.at("2026-03-27T17:34:00Z", "cache", (cache, at) -> cache.restartByPolicy(at, 1, false, false));
        gamma.at("2026-03-27T17:42:00Z", "cache", (cache, at) -> cache.restartByPolicy(at, 1, false, false));
        gamma.deploy("2026-03-29T17:59:30Z", null, "cache", "redis:7.4", 128, HEALTHY, IMAGE_UPDATE);
        return gamma;
    }

    private void run(ScriptedHost host) {
        host.inOrder();
        boolean late = host.name.equals("beta");
        for (int number = 0; ; number++) {
            Instant at = BEGIN.plusSeconds((long) number * INTERVAL + (late ? 7 + number % 3 : 0));
            if (!at.isBefore(END)) {
                break;
            }
            host.advance(at);
            if (isSampled(host, at)) {
                statuses.addAll(host.sample(at));
                if (host.name.equals("alpha")) {
                    statuses.add(ContainerStatusEvent.ofState(at, "mail", "", ContainerState.NOT_FOUND)
                            .with(ContainerUsage.UNKNOWN, ContainerRun.UNKNOWN, new Origin("alpha", null, null)));
                }
            }
        }
        deployments.addAll(host.deployments);
    }

    private void run(ScriptedHost host, List<Instant> samples) {
        host.inOrder();
        for (Instant at : samples) {
            host.advance(at);
            statuses.addAll(host.sample(at));
        }
        deployments.addAll(host.deployments);
    }

    private static boolean isSampled(ScriptedHost host, Instant at) {
        return switch (host.name) {
            case "beta" -> at.isBefore(BETA_AWAY) || !at.isBefore(BETA_BACK);
            case "gamma" -> at.isBefore(GAMMA_LOST);
            default -> true;
        };
    }
}
