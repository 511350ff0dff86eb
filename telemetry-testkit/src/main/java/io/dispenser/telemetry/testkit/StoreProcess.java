package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another JVM with this one's class path, in which {@link StoreProcessMain} writes to a store when told. */
final class StoreProcess implements AutoCloseable {

    /** Where the files go that processes fight for. */
    static final String DIRECTORY = "race";

    /** Long enough for a cold JVM on a busy machine to load a connector. */
    private static final long LIFETIME_MINUTES = 3;

    private final String name;
    private final Process process;
    private final Writer input;
    private final BufferedReader output;
    private final ScheduledExecutorService watch;
    private @Nullable List<String> won;

    private StoreProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.watch = Executors.newSingleThreadScheduledExecutor();
    }

    /** Starts a process that opens the store. The settings go through its standard input, where nobody else sees them. */
    static StoreProcess start(String name, StorageAdapter adapter, TableUri uri, StorageSettings settings)
            throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcessMain.class.getName());
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

    String name() {
        return name;
    }

    void tell(String line) throws IOException {
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

    void awaitReady() throws IOException {
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new AssertionError("process " + name + " did not open the store, but said: " + line);
        }
    }

    /** The names that the process says it wrote; known once it has ended. */
    List<String> namesWon() throws IOException, InterruptedException {
        if (won == null) {
            List<String> names = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!line.startsWith("won ")) {
                    throw new AssertionError("process " + name + " said: " + line);
                }
                names.add(line.substring("won ".length()));
            }
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError("process " + name + " ended with exit code " + exit);
            }
            won = List.copyOf(names);
        }
        return won;
    }

    @Override
    public void close() {
        watch.shutdownNow();
        process.destroyForcibly();
    }
}
