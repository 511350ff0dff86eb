package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.testkit.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link CrashChild} seen from its parent. One thread uses it. */
final class CrashProcess implements AutoCloseable {

    /** What the kernel's SIGKILL makes of a process, as Java's {@link Process#exitValue} says it. */
    private static final int KILLED = 128 + 9;

    private static final String END = "";
    private static final Duration LIFETIME = Duration.ofMinutes(3);

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private CrashProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /**
     * Starts a process that gets ready for a plan.
     *
     * @param folder where its spool goes
     * @param table where its table is or will be
     * @param grouped whether it hands all of its batches over
     * @param errors where its standard error goes
     * @param options what its JVM is told beside what every such JVM is
     */
    static CrashProcess start(Path folder, Path table, boolean grouped, Path errors, List<String> options)
            throws IOException {
        List<String> told = new ArrayList<>(List.of("-Xmx256m"));
        told.addAll(options);
        List<String> command = JavaCommand.of(CrashChild.class, told, folder, table, grouped);
        Process started =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        CrashProcess process = new CrashProcess(started, errors);
        DaemonThreads.start("reader of process " + started.pid(), process::read);
        return process;
    }

    /** Waits until it is ready, and hands it its plan. */
    void go(RunPlan plan) throws IOException, InterruptedException {
        String line = next(LIFETIME);
        if (!"ready".equals(line)) {
            throw broken("was not ready, but said: " + line);
        }
        process.getOutputStream().write((plan.line() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Tells it that nobody wants it, and waits until it has ended in order. */
    void dismiss() throws IOException, InterruptedException {
        process.getOutputStream().close();
        awaitEnd(line -> {});
    }

    /**
     * Hears what it says for so long, or until it says that it stopped at a fail point, and kills it.
     *
     * @return whether it stopped at a fail point
     */
    boolean killAfter(Duration time, Consumer<String> heard) throws IOException, InterruptedException {
        long start = System.nanoTime();
        boolean stopped = false;
        long left = time.toNanos();
        while (left > 0 && !stopped) {
            @Nullable String line = next(Duration.ofNanos(left));
            if (line != null) {
                heard.accept(demandLine(line));
                stopped = line.startsWith("at ");
            }
            left = time.toNanos() - (System.nanoTime() - start);
        }
        process.toHandle().destroyForcibly(); // SIGKILL; the process's own method would close the pipe as well
        hearTheRest(heard);
        if (process.waitFor() != KILLED) {
            throw broken("was to be killed and ended by itself, with exit code " + process.exitValue());
        }
        return stopped;
    }

    /** Hears what it says until it ends in order. */
    void awaitEnd(Consumer<String> heard) throws IOException, InterruptedException {
        hearTheRest(heard);
        if (process.waitFor() != 0) {
            throw broken("was to end in order, and ended with exit code " + process.exitValue());
        }
    }

    private void hearTheRest(Consumer<String> heard) throws IOException, InterruptedException {
        for (String line = next(LIFETIME); !END.equals(line); line = next(LIFETIME)) {
            if (line == null) {
                throw broken("has not ended after " + LIFETIME);
            }
            heard.accept(line);
        }
    }

    private @Nullable String next(Duration atMost) throws InterruptedException {
        return lines.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private String demandLine(String line) throws IOException {
        if (line.equals(END)) {
            throw broken("ended by itself");
        }
        return line;
    }

    /** One line is one write of the process, so each is whole, also the last before a kill. */
    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(END);
        }
    }

    private IllegalStateException broken(String what) throws IOException {
        return new IllegalStateException(
                "process " + process.pid() + " " + what + "; on standard error it said: " + Files.readString(errors));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
