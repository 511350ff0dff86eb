package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk in memory, mounted for one test. Where that is not allowed the test is skipped with the system's reason. */
record Mount(Path path) implements AutoCloseable {

    static Mount tmpfs(Path path, String options) throws IOException {
        Files.createDirectories(path);
        String refusal = run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()));
        if (!refusal.isEmpty()) {
            Requirement.notMet("mount", "can't mount a disk for this test, which takes root on Linux: " + refusal);
        }
        return new Mount(path);
    }

    void remountReadOnly() {
        String refusal = run(List.of("mount", "-o", "remount,ro", path.toString()));
        if (!refusal.isEmpty()) {
            throw new AssertionError(refusal);
        }
    }

    @Override
    public void close() {
        String refusal = run(List.of("umount", path.toString()));
        if (!refusal.isEmpty()) {
            throw new AssertionError(refusal);
        }
    }

    /** What the command had to say, or nothing if it did its work. */
    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : String.join(" ", command) + ": " + words.strip();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
