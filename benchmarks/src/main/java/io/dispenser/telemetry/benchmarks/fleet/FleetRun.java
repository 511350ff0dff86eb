package io.dispenser.telemetry.benchmarks.fleet;

import com.sun.management.OperatingSystemMXBean;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One run of a fleet on a new table. */
final class FleetRun {

    /** What a run may take beyond its end: writes that are under way, and what sinks do when they are closed. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final FleetPlan plan;
    private final Timeline time;
    private final FleetPlace place;
    private final Progress progress;
    private final Window window;
    private final FleetLog log;
    private final RequestCounts counts = new RequestCounts();
    private final Fleet fleet;
    private volatile double cpuAtBegin;
    private volatile double cpuAtEnd;

    FleetRun(FleetPlan plan, Timeline time, FleetPlace place, FleetSinks sinks, Progress progress) {
        this.plan = plan;
        this.time = time;
        this.place = place;
        this.progress = progress;
        this.window = Window.of(time.ticker().nanos(), plan);
        this.log = new FleetLog(plan.hosts(), window);
        this.fleet = new Fleet(plan, time, place, sinks, window, log, counts);
    }

    /** Where people see how far a run is. */
    @FunctionalInterface
    interface Progress {

        Progress NONE = line -> {};

        void show(String line);
    }

    /** Runs until the last host has ended, and looks at the table then. */
    FleetResult run() throws InterruptedException, IOException {
        fleet.start();
        time.start("window-begin", Duration.ofNanos(window.begin()), once(() -> {
            cpuAtBegin = cpuSeconds();
            place.windowBegins();
        }));
        time.start("window-end", Duration.ofNanos(window.end()), once(() -> {
            cpuAtEnd = cpuSeconds();
            place.windowEnds();
        }));
        time.run(Duration.ofNanos(window.end()).plus(GRACE), this::show);
        progress.show(plan.title() + ": looking at the table");
        List<String> problems;
        try (TableStore table = place.client()) {
            problems = new FleetAudit(plan, log).problems(table);
        }
        progress.show("");
        FleetTrouble trouble = trouble(problems);
        return FleetResult.of(plan, window, log, counts, cpuAtEnd - cpuAtBegin, place.served(), trouble, problems);
    }

    /** What became of the faults; what it left undone is a problem. */
    private FleetTrouble trouble(List<String> problems) {
        long backlog = 0;
        long left = 0;
        for (int host = 0; plan.faults().hasOutage() && host < plan.hosts(); host++) {
            long due = plan.dueBefore(host, window.outageTo());
            backlog += due - plan.dueBefore(host, window.outageFrom());
            left += Math.max(0, due - log.doneBy(host));
        }
        if (left > 0) {
            problems.add(left + " batches that waited when the store came back are not in the table");
        }
        return new FleetTrouble(fleet.kills(), backlog, left, log.lastOfBacklog() / 1e9);
    }

    private static Worker.Step once(Runnable action) {
        return () -> {
            action.run();
            return Optional.empty();
        };
    }

    private void show() {
        long since = window.since(time.ticker().nanos());
        long waiting = 0;
        for (int host = 0; host < plan.hosts(); host++) {
            waiting += plan.dueBefore(host, since) - log.doneBy(host);
        }
        progress.show(String.format(
                Locale.ROOT,
                "%s: %d of %d s, %d batches done, %d waiting",
                plan.title(),
                since / 1_000_000_000,
                window.end() / 1_000_000_000,
                log.done(),
                waiting));
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
