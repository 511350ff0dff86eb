package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.app.demo.SimulatedContainer.Traits;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The week before the story of the simulated engine, as an agent would have written it: a release of the api that broke its health
 * and was taken back, a worker that leaks memory until the kernel kills it, a report that is made each night and failed once.
 */
public final class PastWeek {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The release that broke: how long before the story's start, and after how long it was seen. */
    private static final Duration BAD_RELEASE = Duration.ofDays(3);

    private static final Duration UNHEALTHY_AFTER = Duration.ofMinutes(4);

    /** How long the worker lives before it has taken all memory that it may have, and for how long it has lived at first. */
    private static final Duration LEAK = Duration.ofHours(40);

    private static final Duration LEAKING_ALREADY = Duration.ofHours(10);

    private static final int REPORT_HOUR = 2;
    private static final Duration REPORT_TAKES = Duration.ofMinutes(25);
    private static final Duration REPORT_FAILS_AFTER = Duration.ofMinutes(12);
    private static final int FAILED_NIGHT = 3;

    private static final String DOWN = "GET http://localhost:8080/health: 500 Internal Server Error\n"
            + "{\"status\":\"down\",\"reason\":\"column orders.currency does not exist\"}";

    private static final long DB_LIMIT = 1024;
    private static final long CACHE_LIMIT = 64;
    private static final long API_LIMIT = 512;
    private static final long WORKER_LIMIT = 256;

    private final Instant start;
    private final Instant end;
    private final String version;

    /**
     * @param end when the story starts
     * @param version of the program that the deployments are reported by
     */
    public PastWeek(Instant end, String version) {
        this.end = end;
        this.start = end.minus(WEEK);
        this.version = version;
    }

    /** The samples, one of each container every five minutes, in the order of their times. */
    public List<ContainerStatusEvent> samples() {
        List<ContainerStatusEvent> samples = new ArrayList<>();
        Instant longAgo = started(end.minus(Story.LONG_AGO));
        for (Instant at = start; at.isBefore(end); at = at.plus(INTERVAL)) {
            double load = load(at);
            samples.add(new PastSample(at, SimulatedImage.DB, SimulatedContainer.id(SimulatedImage.DB, 1), longAgo)
                    .health(HealthStatus.HEALTHY, null)
                    .usesAsUsual(load, DB_LIMIT)
                    .event());
            samples.add(
                    new PastSample(at, SimulatedImage.CACHE, SimulatedContainer.id(SimulatedImage.CACHE, 1), longAgo)
                            .usesAsUsual(load, CACHE_LIMIT)
                            .event());
            samples.add(api(at, load).event());
            samples.add(worker(at, load).event());
            samples.add(report(at, load).event());
        }
        return samples;
    }

    /** The deployments, in the order of their times. */
    public List<DeploymentEvent> deployments() {
        List<DeploymentEvent> deployments = new ArrayList<>();
        SimulatedImage good = SimulatedImage.API_OLD;
        SimulatedImage bad = SimulatedImage.API_BAD;
        Instant broken = end.minus(BAD_RELEASE);
        deployments.add(recreated(broken, bad, -1, good, TriggerType.IMAGE_UPDATE, Story.API));
        deployments.add(recreated(takenBack(), good, 1, bad, TriggerType.IMAGE_UPDATE, Story.API));
        SimulatedImage worker = SimulatedImage.WORKER;
        deployments.add(recreated(workerReplaced(), worker, 1, worker, TriggerType.MANUAL_RELOAD, Story.WORKER));
        for (Instant night = firstNight(); night.isBefore(end); night = night.plus(1, ChronoUnit.DAYS)) {
            SimulatedImage report = SimulatedImage.REPORT;
            deployments.add(recreated(night, report, generation(night), report, TriggerType.CRON, Story.REPORT));
        }
        deployments.sort(Comparator.comparing(DeploymentEvent::timestamp));
        return deployments;
    }

    /** The api of the story is the one that was brought back. */
    private Instant takenBack() {
        return end.minus(Story.API_SINCE);
    }

    private Instant workerReplaced() {
        return end.minus(Story.WORKER_SINCE);
    }

    private static Instant started(Instant created) {
        return created.plus(Story.STARTED_AFTER);
    }

    private PastSample api(Instant at, double load) {
        Instant broken = end.minus(BAD_RELEASE);
        if (at.isBefore(broken)) {
            return goodApi(at, -2, start.minus(WEEK), load);
        }
        if (!at.isBefore(started(takenBack()))) {
            return goodApi(at, 1, started(takenBack()), load);
        }
        boolean failing = !at.isBefore(broken.plus(UNHEALTHY_AFTER));
        return new PastSample(at, SimulatedImage.API_BAD, SimulatedContainer.id(SimulatedImage.API_BAD, -1), broken)
                .health(failing ? HealthStatus.UNHEALTHY : HealthStatus.STARTING, failing ? DOWN : null)
                .uses(96 + 3 * load, 390, API_LIMIT);
    }

    private static PastSample goodApi(Instant at, int generation, Instant since, double load) {
        return new PastSample(
                        at, SimulatedImage.API_OLD, SimulatedContainer.id(SimulatedImage.API_OLD, generation), since)
                .health(HealthStatus.HEALTHY, null)
                .usesAsUsual(load, API_LIMIT);
    }

    private PastSample worker(Instant at, double load) {
        Instant replaced = started(workerReplaced());
        SimulatedImage image = SimulatedImage.WORKER;
        if (!at.isBefore(replaced)) {
            return new PastSample(at, image, SimulatedContainer.id(image, 1), replaced).usesAsUsual(load, WORKER_LIMIT);
        }
        Instant first = start.minus(LEAKING_ALREADY);
        Duration alive = Duration.between(first, at);
        int kills = (int) alive.dividedBy(LEAK);
        Instant begun = first.plus(LEAK.multipliedBy(kills));
        double leaked = (double) Duration.between(begun, at).toSeconds() / LEAK.toSeconds();
        PastSample sample = new PastSample(at, image, SimulatedContainer.id(image, 0), begun)
                .uses(
                        SimulatedUsage.percent(image.service()) * (0.3 + load),
                        WORKER_LIMIT * (0.17 + 0.82 * leaked),
                        WORKER_LIMIT);
        return kills == 0 ? sample : sample.killedForMemory(kills, begun);
    }

    private PastSample report(Instant at, double load) {
        Instant begun = nightBefore(at);
        boolean fails = begun.equals(firstNight().plus(FAILED_NIGHT, ChronoUnit.DAYS));
        Instant done = begun.plus(fails ? REPORT_FAILS_AFTER : REPORT_TAKES);
        PastSample sample = new PastSample(
                at, SimulatedImage.REPORT, SimulatedContainer.id(SimulatedImage.REPORT, generation(begun)), begun);
        return at.isBefore(done)
                ? sample.uses(
                        70 + 25 * load, 200 + 90.0 * Duration.between(begun, at).toMinutes() / 25, null)
                : sample.exited(fails ? 3 : 0, done);
    }

    /** The first night of the week; the report of the one before it still lies there, as the samples tell. */
    private Instant firstNight() {
        Instant night = nightBefore(start);
        return night.equals(start) ? night : night.plus(1, ChronoUnit.DAYS);
    }

    /** When the last report up to an instant was begun. */
    private static Instant nightBefore(Instant at) {
        Instant night = at.truncatedTo(ChronoUnit.DAYS).plus(REPORT_HOUR, ChronoUnit.HOURS);
        return night.isAfter(at) ? night.minus(1, ChronoUnit.DAYS) : night;
    }

    /** Which container of the report it is: one a night, before those of the story. */
    private int generation(Instant night) {
        return (int) Duration.between(end, night).toDays() - 1;
    }

    /** How busy the shop is, from 0 to 1: by the hour, with a little that looks like chance. */
    private static double load(Instant at) {
        long minutes = at.getEpochSecond() / 60;
        double hour = minutes % (24 * 60) / 60.0;
        double day = 0.5 - 0.5 * Math.cos((hour - 3) / 24 * 2 * Math.PI);
        double chance = ((minutes * 0x9E3779B97F4A7C15L) >>> 40) / (double) (1 << 24);
        return 0.1 + 0.7 * day + 0.2 * chance;
    }

    private DeploymentEvent recreated(
            Instant at,
            SimulatedImage image,
            int generation,
            SimulatedImage before,
            TriggerType trigger,
            Traits traits) {
        ImageDetails details = image.details();
        return new DeploymentEvent(
                        at,
                        image.service(),
                        image.reference(),
                        digest(image),
                        details.sizeBytes() / 1_000_000,
                        SimulatedContainer.id(image, generation),
                        at,
                        trigger,
                        version,
                        traits.restartPolicy(),
                        traits.memoryLimitMiB() == 0 ? null : traits.memoryLimitMiB() + "m",
                        traits.cpuLimit(),
                        false,
                        null,
                        traits.ports(),
                        traits.mounts(),
                        traits.networks())
                .with(
                        new Origin(SimulatedEngine.HOST, null, image.service()),
                        DeploymentAction.RECREATED,
                        before.reference(),
                        digest(before));
    }

    private static String digest(SimulatedImage image) {
        String whole = image.details().repoDigests().get(0);
        return whole.substring(whole.indexOf('@') + 1);
    }
}
