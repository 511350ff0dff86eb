package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.testkit.JavaCommand;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Java process that runs a main class of the tests and talks by lines; it is killed at the end, if not before. */
final class ChildProcess implements Closeable {

    private final Process process;
    private final BufferedReader lines;

    ChildProcess(Class<?> main, String... arguments) throws IOException {
        this.process = new ProcessBuilder(JavaCommand.of(main, List.of(), (Object[]) arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    long pid() {
        return process.pid();
    }

    /** The next line, which must come. */
    String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new AssertionError("the process ended without a word");
        }
        return line;
    }

    /** Kills it, as a power switch does a program, and gives the lines that it still said. */
    List<String> kill() throws IOException, InterruptedException {
        process.toHandle().destroyForcibly(); // the process's own method closes the stream of its last lines
        process.waitFor();
        List<String> rest = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rest.add(line);
        }
        return rest;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }
}
