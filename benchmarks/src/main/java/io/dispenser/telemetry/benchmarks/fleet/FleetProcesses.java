package io.dispenser.telemetry.benchmarks.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.testkit.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * Processes that write one table in a store of any kind, some of which are killed: {@link ProcessPlan#USAGE}. Ends with 1 if a row is
 * missing, or there twice.
 */
final class FleetProcesses {

    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private final ProcessPlan plan;
    private final Instant began = Instant.now();
    private final AtomicLongArray done;
    private final AtomicLongArray attempted;
    private final AtomicLong failures = new AtomicLong();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final List<Process> processes = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private FleetProcesses(ProcessPlan plan) {
        this.plan = plan;
        this.done = new AtomicLongArray(plan.fleet().hosts());
        this.attempted = new AtomicLongArray(plan.fleet().hosts());
    }

    /** See {@link ProcessPlan#USAGE}. */
    public static void main(String[] arguments) throws Exception {
        ProcessPlan plan;
        try {
            plan = ProcessPlan.parse(Arrays.asList(arguments)).in("processes-" + UUID.randomUUID());
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/run processes: " + e.getMessage() + "\n" + ProcessPlan.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new FleetProcesses(plan).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        int hosts = plan.fleet().hosts();
        OUT.println(hosts + " processes write to " + plan.table());
        for (int host = 0; host < hosts; host++) {
            processes.add(start(host));
        }
        RandomGenerator random = plan.fleet().random(0, 4);
        Duration pause = plan.fleet().measured().dividedBy(plan.kills() + 1L);
        for (int kill = 0; kill < plan.kills(); kill++) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            int host = random.nextInt(hosts);
            Process victim = processes.get(host);
            victim.destroyForcibly().waitFor();
            readers.get(host).join();
            processes.set(host, start(host));
        }
        for (int host = 0; host < hosts; host++) {
            if (processes.get(host).waitFor() != 0) {
                told.add(
                        "process " + host + " ended with " + processes.get(host).exitValue());
            }
            readers.get(host).join();
        }
        return judge();
    }

    private Process start(int host) throws IOException {
        List<String> command = JavaCommand.of(
                FleetProcess.class,
                List.of("-Xmx256m", "-Dslf4j.internal.verbosity=ERROR"),
                host,
                done.get(host),
                began.toEpochMilli());
        command.addAll(plan.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(() -> read(process, host), "reader-" + host);
        reader.start();
        if (readers.size() > host) {
            readers.set(host, reader);
        } else {
            readers.add(reader);
        }
        return process;
    }

    private void read(Process process, int host) {
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "done" -> {
                        done.set(host, Long.parseLong(words[1]));
                        attempted.set(host, Long.parseLong(words[2]));
                    }
                    case "took" -> latencies.add(Long.parseLong(words[1]));
                    case "failed" -> {
                        failures.addAndGet(Long.parseLong(words[1]));
                        told.add(words[2]);
                    }
                    default -> told.add(line);
                }
            }
        } catch (IOException e) {
            // It was killed while it spoke.
        }
    }

    private boolean judge() throws IOException {
        FleetPlan fleet = plan.fleet();
        FleetLog log = new FleetLog(fleet.hosts(), Window.of(0, fleet));
        long batches = 0;
        for (int host = 0; host < fleet.hosts(); host++) {
            for (long batch = 0; batch < done.get(host); batch++) {
                log.done(host, 0, 0);
            }
            log.attempted(host, Math.max(done.get(host), attempted.get(host)));
            batches += done.get(host);
        }
        List<String> problems;
        long versions = 0;
        long grouped = 0;
        try (TableStore store = plan.open()) {
            problems = new FleetAudit(fleet, log).problems(store);
            Optional<LoggedCommit> commit = LoggedCommit.read(store, versions + 1);
            while (commit.isPresent()) {
                versions++;
                grouped += commit.get().isGroupCommit() ? 1 : 0;
                commit = LoggedCommit.read(store, versions + 1);
            }
        }
        Percentiles times = new Percentiles(latencies.stream().mapToLong(Long::longValue));
        OUT.println(String.format(
                Locale.ROOT,
                "%d batches in %d commits, %d of which were for several; p50 %.1f s, p99 %.1f s; %d kills, %d writes tried again",
                batches,
                versions,
                grouped,
                times.seconds(50),
                times.seconds(99),
                plan.kills(),
                failures.get()));
        told.forEach(line -> OUT.println("  " + line));
        problems.forEach(problem -> OUT.println("WRONG: " + problem));
        OUT.println(problems.isEmpty() ? "every row is in the table once" : "the table is not as it should be");
        return problems.isEmpty() && batches > 0;
    }
}
