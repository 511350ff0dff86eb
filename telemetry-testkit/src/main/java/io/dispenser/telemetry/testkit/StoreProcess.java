package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another JVM with this one's class path, whose program opens a store and does what it is told, a line a time. What the
 * program says is read by one thread.
 */
public final class StoreProcess implements AutoCloseable {

    /** The other side: what the program itself sees. */
    public static final class Child {

        private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        private final PrintStream out = new PrintStream(System.out, true, UTF_8);
        private final String name;
        private final TableStore store;

        private Child() throws IOException, ReflectiveOperationException {
            name = hear();
            StorageAdapter adapter = Class.forName(hear())
                    .asSubclass(StorageAdapter.class)
                    .getConstructor()
                    .newInstance();
            TableUri uri = TableUri.parse(hear());
            store = adapter.open(uri, new StorageSettings(hearEntries(), hearEntries()));
        }

        public String name() {
            return name;
        }

        /** The store that the test named. The process ends as in a crash, so nobody needs to close it. */
        public TableStore store() {
            return store;
        }

        /** The next line that the test tells. */
        public String hear() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the parent process is gone");
            }
            return line;
        }

        /** Tells the test a line. */
        public void say(String line) {
            out.println(line);
        }

        private Map<String, String> hearEntries() throws IOException {
            Map<String, String> entries = new HashMap<>();
            for (int left = Integer.parseInt(hear()); left > 0; left--) {
                entries.put(hear(), hear());
            }
            return entries;
        }
    }

    /** Long enough for a cold JVM on a busy machine to load a connector. */
    private static final long LIFETIME_MINUTES = 3;

    private final String name;
    private final Process process;
    private final Writer input;
    private final BufferedReader output;
    private final ScheduledExecutorService watch;
    private @Nullable List<String> said;

    private StoreProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.watch = Executors.newSingleThreadScheduledExecutor();
    }

    /**
     * Starts a program, whose main method begins with {@link #child()}. The settings go through its standard input, where
     * nobody else sees them.
     */
    public static StoreProcess start(
            Class<?> program, String name, StorageAdapter adapter, TableUri uri, StorageSettings settings)
            throws IOException {
        ProcessBuilder command = new ProcessBuilder(JavaCommand.of(program, List.of()));
        command.redirectError(ProcessBuilder.Redirect.INHERIT);
        StoreProcess started = new StoreProcess(name, command.start());
        // A process that hangs is ended, so that reading from it ends.
        var unused =
                started.watch.schedule(() -> started.process.destroyForcibly(), LIFETIME_MINUTES, TimeUnit.MINUTES);
        started.tell(name);
        started.tell(adapter.getClass().getName());
        started.tell(uri.toString());
        started.tell(settings.environment());
        started.tell(settings.options());
        return started;
    }

    /** In a program that {@link #start} started: opens the store that the test named. */
    public static Child child() throws IOException, ReflectiveOperationException {
        return new Child();
    }

    public String name() {
        return name;
    }

    /** Tells the program a line. */
    public void tell(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    private void tell(Map<String, String> entries) throws IOException {
        tell(Integer.toString(entries.size()));
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            tell(entry.getKey());
            tell(entry.getValue());
        }
    }

    /** Waits until the program says {@code ready}. */
    public void awaitReady() throws IOException {
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new AssertionError("process " + name + " did not get ready, but said: " + line);
        }
    }

    /** What the program said after it was ready; known once it has ended, which it has to do well. */
    public List<String> said() throws IOException, InterruptedException {
        if (said == null) {
            List<String> lines = output.lines().toList();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError("process " + name + " ended with exit code " + exit + " and said: " + lines);
            }
            said = lines;
        }
        return said;
    }

    @Override
    public void close() {
        watch.shutdownNow();
        process.destroyForcibly();
    }
}
