package io.dispenser.telemetry.benchmarks.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.delta.ClockedSink;
import io.dispenser.telemetry.core.port.SinkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The same fleet, but that its hosts write by delta-rs: {@code fleet.py} in a process of its own, into a table that we made. */
final class DeltaRsFleet {

    private final FleetPlan plan;
    private final S3Place place;
    private final List<Long> done = new ArrayList<>();
    private final List<Long> waiting = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final RequestCounts counts = new RequestCounts();
    private double cpuSeconds;

    DeltaRsFleet(FleetPlan plan, S3Place place) {
        this.plan = plan;
        this.place = place;
    }

    /**
     * Runs it.
     *
     * @param python that has {@code deltalake}
     * @param script where {@code fleet.py} is
     */
    FleetResult run(Path python, Path script) throws IOException, InterruptedException, SinkException {
        try (var sink = ClockedSink.of(place.client(), InstantSource.system())) {
            sink.prepare();
        }
        ProcessBuilder command = new ProcessBuilder(List.of(
                python.toString(),
                script.toString(),
                place.uri(),
                Integer.toString(plan.rows()),
                seconds(plan.period()),
                seconds(plan.warmUp()),
                seconds(plan.measured())));
        command.environment().putAll(place.settings().environment());
        command.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = command.start();
        try (Writer begins = process.outputWriter(UTF_8)) {
            for (int host = 0; host < plan.hosts(); host++) {
                begins.write(plan.begin(host) / 1e9 + "\n");
            }
        }
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                take(line);
            }
        }
        if (process.waitFor() != 0) {
            problems.add("fleet.py ended with " + process.exitValue());
        }
        return new FleetResult(
                plan.title() + ", delta-rs",
                plan,
                plan.offered(),
                done.size(),
                waiting.size(),
                new Percentiles(LongStream.concat(nanos(done), nanos(waiting))),
                counts,
                place.served(),
                cpuSeconds,
                failures.size(),
                failures.isEmpty() ? null : failures.get(0),
                FleetTrouble.NONE,
                problems);
    }

    private static String seconds(Duration time) {
        return Double.toString(time.toMillis() / 1e3);
    }

    private static LongStream nanos(List<Long> times) {
        return times.stream().mapToLong(Long::longValue);
    }

    private void take(String line) {
        String rest = line.substring(line.indexOf(' ') + 1);
        switch (line.split(" ", 2)[0]) {
            case "begin" -> place.windowBegins();
            case "end" -> place.windowEnds();
            case "done" -> done.add(Long.parseLong(rest));
            case "waiting" -> waiting.add(Long.parseLong(rest));
            case "failed" -> failures.add(rest);
            case "commits" -> counts.committed(Long.parseLong(rest), 0);
            case "files" -> counts.committed(0, Long.parseLong(rest));
            case "cpu" -> cpuSeconds = Double.parseDouble(rest);
            default -> problems.add(rest);
        }
    }
}
