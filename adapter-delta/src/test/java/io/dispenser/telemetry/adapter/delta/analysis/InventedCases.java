package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.core.event.HealthStatus.NONE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Small cases in the scripted month, each on a host of its own that is sampled for a while. */
final class InventedCases {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicInteger numbers;
    private final Map<ScriptedHost, List<Instant>> cases = new LinkedHashMap<>();

    InventedCases(AtomicInteger numbers) {
        this.numbers = numbers;
        slower();
        ahead();
        once();
    }

    /** The hosts, and when each is sampled. */
    Map<ScriptedHost, List<Instant>> all() {
        return cases;
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
