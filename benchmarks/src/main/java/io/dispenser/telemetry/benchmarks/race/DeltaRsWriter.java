package io.dispenser.telemetry.benchmarks.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A writer of delta-rs: {@code race.py} in a process of its own, which keeps its handle of the table and has the rows as Arrow
 * columns before it is asked to write them.
 */
final class DeltaRsWriter implements AutoCloseable {

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param python that has {@code deltalake}
     * @param script where {@code race.py} is
     * @param table its URI
     * @param rows a data file of this program's, whose rows it writes
     * @param day the day that all rows are of, as {@code 2026-03-01}
     */
    DeltaRsWriter(Path python, Path script, String table, Path rows, String day, Map<String, String> environment)
            throws IOException {
        ProcessBuilder command =
                new ProcessBuilder(List.of(python.toString(), script.toString(), table, rows.toString(), day));
        command.environment().putAll(environment);
        command.redirectError(ProcessBuilder.Redirect.INHERIT);
        process = command.start();
        questions = process.outputWriter(UTF_8);
        answers = process.inputReader(UTF_8);
    }

    /** Writes the rows once more: in nanoseconds, by its own clock. */
    long write() throws IOException {
        return ask("write");
    }

    /** The size of the data file that was written last. */
    long bytes() throws IOException {
        return ask("bytes");
    }

    private long ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("delta-rs ended; what it said is above");
        }
        return Long.parseLong(answer);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
