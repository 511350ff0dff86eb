package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.core.event.HealthStatus.NONE;
import static io.dispenser.telemetry.core.event.HealthStatus.STARTING;
import static io.dispenser.telemetry.core.event.TriggerType.CRON;
import static io.dispenser.telemetry.core.event.TriggerType.IMAGE_UPDATE;
import static io.dispenser.telemetry.core.event.TriggerType.MANUAL_RELOAD;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Small cases in the scripted month, each on a host of its own that is sampled for a while. */
final class InventedCases {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicInteger numbers;
    private final Map<ScriptedHost, List<Instant>> cases = new LinkedHashMap<>();

    InventedCases(AtomicInteger numbers) {
        this.numbers = numbers;
        replicas();
        jobs();
        late();
        unseen();
        slower();
        ahead();
        once();
        away();
        edge();
        stopped();
        retagged();
        fleeting();
    }

    /** The hosts, and when each is sampled. */
    Map<ScriptedHost, List<Instant>> all() {
        return cases;
    }

    /** Of two containers that one deployment creates, the first doesn't come up. */
    private void replicas() {
        ScriptedHost host = host("replicas", times("2026-03-20T10:01:00Z", "2026-03-20T11:00:00Z", MINUTE));
        host.deploy("2026-03-20T10:00:00Z", null, "front", "front:2", 0, NONE, IMAGE_UPDATE);
        host.deploy("2026-03-20T10:00:05Z", null, "front#2", "front:2", 0, NONE, IMAGE_UPDATE);
        host.at("2026-03-20T10:00:30Z", "front", (front, at) -> front.restartByPolicy(at, 1, false, true));
        host.remove("2026-03-20T10:58:30Z", "front");
    }

    /** A job does its work and ends. */
    private void jobs() {
        ScriptedHost host = host("jobs", times("2026-03-20T10:01:00Z", "2026-03-20T11:00:00Z", MINUTE));
        host.deploy("2026-03-20T10:00:00Z", null, "migrate", "migrate:2", 0, NONE, MANUAL_RELOAD);
        host.at("2026-03-20T10:00:30Z", "migrate", (job, at) -> job.exit(at, 0, false));
    }

    /** A container of the last seconds of yesterday, of which two samples tell. */
    private void late() {
        ScriptedHost host = host("late", times("2026-03-31T00:00:10Z", "2026-03-31T00:02:00Z", MINUTE));
        host.deploy("2026-03-30T23:59:50Z", null, "slow", "slow:2", 0, STARTING, MANUAL_RELOAD);
    }

    /** The host's first sample couldn't inspect a container that has restarted often. */
    private void unseen() {
        ScriptedHost host = host("unseen", times("2026-03-25T09:00:00Z", "2026-03-25T09:10:00Z", MINUTE));
        host.before(null, "veteran", "veteran:1", 0, NONE).restartsBefore(500);
        host.before(null, "beside", "beside:1", 0, NONE);
        host.at("2026-03-25T08:59:00Z", "veteran", (veteran, at) -> veteran.inspected = false);
        host.at("2026-03-25T09:00:30Z", "veteran", (veteran, at) -> veteran.inspected = true);
    }

    /** Another interval between samples from noon on, and an hour without any on the next day. */
    private void slower() {
        List<Instant> times = times("2026-03-20T00:00:00Z", "2026-03-20T12:00:00Z", MINUTE);
        times.addAll(times("2026-03-20T12:00:00Z", "2026-03-21T06:00:00Z", Duration.ofMinutes(5)));
        times.addAll(times("2026-03-21T07:00:00Z", "2026-03-22T00:00:00Z", Duration.ofMinutes(5)));
        host("slower", times).before(null, "steady", "steady:1", 0, NONE);
    }

    /** The clock jumps four hours ahead, and the month ends before. */
    private void ahead() {
        List<Instant> times = times("2026-03-31T09:00:00Z", "2026-03-31T10:00:00Z", MINUTE);
        times.addAll(times("2026-03-31T13:00:00Z", "2026-03-31T14:00:00Z", MINUTE));
        host("ahead", times).before(null, "clocked", "clocked:1", 0, NONE);
    }

    /** One sample, and never another one. */
    private void once() {
        host("once", List.of(Instant.parse("2026-03-31T08:00:00Z"))).before(null, "lonely", "lonely:1", 0, NONE);
    }

    /** Restarts of an old and of a new container while the agent is away for three days. */
    private void away() {
        List<Instant> times = times("2026-03-25T09:00:00Z", "2026-03-25T10:00:00Z", MINUTE);
        times.addAll(times("2026-03-28T09:00:00Z", "2026-03-28T10:00:00Z", MINUTE));
        ScriptedHost host = host("away", times);
        host.before(null, "lost", "lost:1", 0, NONE);
        for (String time : List.of("2026-03-25T20:00:00Z", "2026-03-26T04:00:00Z", "2026-03-27T02:00:00Z")) {
            host.at(time, "lost", (lost, at) -> lost.restartByPolicy(at, 1, false, false));
        }
        host.deploy("2026-03-26T08:00:00Z", null, "newer", "newer:1", 0, NONE, MANUAL_RELOAD);
        for (int day = 26; day < 28; day++) {
            for (int hour = 9; hour < 12; hour++) {
                String time = String.format(Locale.ROOT, "2026-03-%02dT%02d:00:00Z", day, hour);
                host.at(time, "newer", (newer, at) -> newer.restartByPolicy(at, 1, false, false));
            }
        }
    }

    /** Two restarts before and two after the full hour. */
    private void edge() {
        ScriptedHost host = host("edge", times("2026-03-27T09:40:00Z", "2026-03-27T11:30:00Z", MINUTE));
        host.before(null, "edgy", "edgy:1", 0, NONE);
        for (String time : List.of("09:53", "09:57", "10:02", "10:06", "11:09")) {
            host.at("2026-03-27T" + time + ":30Z", "edgy", (edgy, at) -> edgy.restartByPolicy(at, 3, false, false));
        }
    }

    /** Containers that are stopped after their deployment, and one that the kernel ends. */
    private void stopped() {
        ScriptedHost host = host("stopped", times("2026-03-24T08:01:00Z", "2026-03-24T10:00:00Z", MINUTE));
        host.deploy("2026-03-24T08:00:00Z", null, "polite", "polite:2", 0, NONE, MANUAL_RELOAD);
        host.deploy("2026-03-24T08:00:00Z", null, "stubborn", "stubborn:2", 0, NONE, MANUAL_RELOAD);
        host.deploy("2026-03-24T08:00:00Z", null, "greedy", "greedy:2", 0, NONE, MANUAL_RELOAD);
        host.at("2026-03-24T08:40:30Z", "polite", (polite, at) -> polite.exit(at, 143, false));
        host.at("2026-03-24T08:40:30Z", "stubborn", (stubborn, at) -> stubborn.exit(at, 137, false));
        host.at("2026-03-24T08:40:30Z", "greedy", (greedy, at) -> greedy.exit(at, 137, true));
    }

    /** Other images behind the same tag, one of which comes back, and containers that are created anew with the same one. */
    private void retagged() {
        ScriptedHost host =
                host("retagged", times("2026-03-24T00:00:00Z", "2026-03-29T12:00:00Z", Duration.ofHours(1)));
        host.before(null, "moved", "moved:latest", 0, NONE);
        host.before(null, "back", "back:latest", 0, NONE);
        host.before(null, "same", "same:latest", 0, NONE);
        host.deploy("2026-03-26T08:30:00Z", null, "moved", "moved:latest#2", 0, NONE, IMAGE_UPDATE);
        host.deploy("2026-03-28T08:30:00Z", null, "moved", "moved:latest#2", 0, NONE, MANUAL_RELOAD);
        host.deploy("2026-03-26T08:30:00Z", null, "back", "back:latest#2", 0, NONE, IMAGE_UPDATE);
        host.deploy("2026-03-27T08:30:00Z", null, "back", "back:latest#3", 0, NONE, IMAGE_UPDATE);
        host.deploy("2026-03-28T08:30:00Z", null, "back", "back:latest#2", 0, NONE, IMAGE_UPDATE);
        host.deploy("2026-03-28T08:30:00Z", null, "same", "same:latest", 0, NONE, MANUAL_RELOAD);
    }

    /** Containers that only one sample sees. */
    private void fleeting() {
        ScriptedHost host = host("fleeting", times("2026-03-25T10:00:00Z", "2026-03-25T10:10:00Z", MINUTE));
        for (int minute = 1; minute < 9; minute += 2) {
            String time = String.format(Locale.ROOT, "2026-03-25T10:%02d", minute);
            host.deploy(time + ":30Z", null, "burst", "burst:1", 0, NONE, CRON);
            host.remove(String.format(Locale.ROOT, "2026-03-25T10:%02d:30Z", minute + 1), "burst");
        }
        host.before(null, "anchor", "anchor:1", 0, NONE);
    }

    private ScriptedHost host(String name, List<Instant> samples) {
        ScriptedHost host = new ScriptedHost(name, numbers);
        cases.put(host, samples);
        return host;
    }

    private static List<Instant> times(String from, String to, Duration step) {
        List<Instant> times = new ArrayList<>();
        for (Instant at = Instant.parse(from); at.isBefore(Instant.parse(to)); at = at.plus(step)) {
            times.add(at);
        }
        return times;
    }
}
