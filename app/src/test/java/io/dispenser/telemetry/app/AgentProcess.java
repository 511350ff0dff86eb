package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The program in a process of its own, as a person starts it. */
final class AgentProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private AgentProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the program in {@code folder}, which also takes its output. */
    static AgentProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(signals("default"), program(), folder, environment, arguments);
    }

    /** The same, as nohup starts it. */
    static AgentProcess startIgnoringSighup(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(signals("ignore"), program(), folder, environment, arguments);
    }

    private static List<String> program() {
        return List.of("-cp", System.getProperty("java.class.path"));
    }

    /** A build that runs in the background ignores these signals, and so would its children. */
    private static List<String> signals(String hup) {
        return System.getProperty("os.name").equals("Linux")
                ? List.of("env", "--default-signal=INT", "--" + hup + "-signal=HUP")
                : List.of();
    }

    /** Starts the program as it is packed in {@code home}. */
    static AgentProcess startPacked(Path home, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(
                signals("default"),
                List.of("-Ddispenser.telemetry.home=" + home, "-cp", home + "/lib/*"),
                folder,
                environment,
                arguments);
    }

    private static AgentProcess start(
            List<String> signals,
            List<String> program,
            Path folder,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(signals);
        command.addAll(java());
        command.addAll(program);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start(), out, err);
    }

    /** As the launcher starts it: from Java 24 on, the JVM warns of what libraries do with sun.misc.Unsafe. */
    static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        return command;
    }

    /** What a command answers that has to succeed, with {@code folder} as its own. */
    static String outputOf(Path folder, String... arguments) throws IOException, InterruptedException {
        try (AgentProcess command = start(folder, Map.of(), arguments)) {
            assertThat(command.await()).as(command.log()).isZero();
            return command.output();
        }
    }

    /** Waits until its log says {@code text}. */
    AgentProcess awaitLog(String text) throws IOException, InterruptedException {
        return awaitLog(log -> log.contains(text));
    }

    /** Waits until {@code count} rows of {@code table} are written, in however many flushes. */
    AgentProcess awaitRows(String table, int count) throws IOException, InterruptedException {
        Pattern flush = Pattern.compile(Pattern.quote(table) + ": (\\d+) rows?(?: of \\d+ batches)?,");
        return awaitLog(log -> flush.matcher(log)
                        .results()
                        .mapToInt(result -> Integer.parseInt(result.group(1)))
                        .sum()
                >= count);
    }

    /** Waits until {@code file} is there. */
    AgentProcess awaitFile(Path file) throws IOException, InterruptedException {
        return awaitLog(log -> Files.exists(file));
    }

    /** Waits until its log, or whatever is looked at, is as wanted. */
    AgentProcess awaitLog(Predicate<String> wanted) throws IOException, InterruptedException {
        boolean seen = false;
        try {
            for (long waited = 0; !wanted.test(log()); waited += 50) {
                assertThat(waited).as("waiting in vain in:%n%s", log()).isLessThan(PATIENCE.toMillis());
                assertThat(process.isAlive()).as("ended too early:%n%s", log()).isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            seen = true;
            return this;
        } finally {
            if (!seen) {
                close(); // its owner may not have it in hand yet
            }
        }
    }

    /** Sends SIGTERM; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return await();
    }

    /** Sends SIGINT, as Ctrl-C does; the exit code. */
    int interrupt() throws IOException, InterruptedException {
        send("-INT");
        return await();
    }

    /** Sends SIGHUP. */
    AgentProcess sighup() throws IOException, InterruptedException {
        send("-HUP");
        return this;
    }

    private void send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /** Sends SIGKILL, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    /** Waits for the end; the exit code. */
    int await() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    String log() throws IOException {
        return Files.readString(err);
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
