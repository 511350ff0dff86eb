package io.dispenser.telemetry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The folder of a container engine that a test started, at the engine's end. An engine leaves processes behind for a
 * moment: a container's monitor, which ends after its container, then runs the engine once more to clean up. What they
 * write while the folder is being deleted would keep it from going.
 */
public final class EngineFolder {

    private static final Path PROCESSES = Path.of("/proc");
    private static final int PATIENCE_SECONDS = 30;
    private static final int ATTEMPTS = 20;

    private EngineFolder() {}

    /** Waits for every process that names {@code folder}, ends those that stay, unmounts what is in it and deletes it. */
    public static void remove(Path folder) throws IOException, InterruptedException {
        List<ProcessHandle> left = processesOf(folder);
        for (int i = 0; !left.isEmpty() && i < PATIENCE_SECONDS * 10; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            left = processesOf(folder);
        }
        left.forEach(ProcessHandle::destroyForcibly);
        String mounts = "awk '$2 ~ \"^" + folder + "/\" {print $2}' /proc/mounts | sort -r | xargs -r umount -l";
        List<String> command = List.of("sh", "-c", mounts + "; rm -rf " + folder);
        String output = "";
        for (int i = 0; i < ATTEMPTS && Files.exists(folder); i++) {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        if (Files.exists(folder)) {
            throw new IOException(folder + " can't be deleted: " + output.strip());
        }
    }

    private static List<ProcessHandle> processesOf(Path folder) throws IOException {
        String name = folder + "/";
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (commandLine(process).contains(name)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Empty for a process that has ended meanwhile, or that is waited for by nobody yet. */
    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
