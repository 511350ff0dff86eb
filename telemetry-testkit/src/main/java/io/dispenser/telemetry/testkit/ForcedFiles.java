package io.dispenser.telemetry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * What a program really has forced to the disk, as {@code strace} sees it: a fake that stands for the disk can't tell whether
 * the class that it stands for makes the system call.
 */
public final class ForcedFiles {

    private static final Pattern CALL = Pattern.compile("\\d+ +(fsync|fdatasync)\\(\\d+<([^>]+)>.*");

    private ForcedFiles() {}

    /**
     * Runs a main class of the tests in a process of its own and gives its calls of fsync and fdatasync in their order, with
     * the file's own name: {@code fdatasync 0000000000.open}. Without strace the test ends as {@link Requirement} says;
     * where strace may not trace, as skipped.
     */
    public static List<String> by(Class<?> main, String... arguments) throws IOException, InterruptedException {
        if (!run(List.of("strace", "-V"))) {
            Requirement.notMet("strace", "strace is missing: apt-get install strace");
        }
        if (!run(List.of("strace", "-f", "-o", "/dev/null", "true"))) {
            Assumptions.abort("strace is here and may not trace, as in a container without ptrace");
        }
        Path trace = Files.createTempFile("forced-files", ".strace");
        try {
            List<String> command = new ArrayList<>(
                    List.of("strace", "-f", "-y", "-s", "4096", "-e", "trace=fsync,fdatasync", "-o", trace.toString()));
            command.addAll(JavaCommand.of(main, List.of(), (Object[]) arguments));
            if (!run(command)) {
                throw new AssertionError(main.getName() + " failed: what it said is above");
            }
            return Files.readAllLines(trace).stream()
                    .map(CALL::matcher)
                    .filter(Matcher::matches)
                    .map(call -> call.group(1) + ' ' + Path.of(call.group(2)).getFileName())
                    .toList();
        } finally {
            Files.deleteIfExists(trace);
        }
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
