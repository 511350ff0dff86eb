package io.dispenser.telemetry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Podman of a test's own: storage in a temporary folder, and its service that speaks Docker's API on a Unix socket.
 * Needs root, {@code /usr/bin/podman} and a Docker Engine that has the images.
 */
public final class PrivatePodman implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    /** Where Docker's API looks for names without a registry. */
    private static final String SHORT_NAMES = "docker.io/library/";

    /** Podman's default limits are more than a test machine may have. */
    private static final String CONFIGURATION =
            "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n";

    private final Path folder;
    private final String eventsBackend;
    private final Process service;

    private PrivatePodman(Path folder, String eventsBackend) throws IOException {
        this.folder = folder;
        this.eventsBackend = eventsBackend;
        this.service = new ProcessBuilder(podman("system", "service", "-t", "0", "unix://" + socket()))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /**
     * Starts one that answers and has {@code images} of the machine's Docker Engine; where there can't be one, the test
     * fails or is skipped.
     *
     * @param eventsBackend Podman's {@code --events-backend}: {@code file}, or {@code none} for one that logs no events
     * @throws IOException if it doesn't answer in time, or an image isn't there
     */
    public static PrivatePodman start(String eventsBackend, List<String> images)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/podman"))
                || !System.getProperty("user.name").equals("root")) {
            Requirement.notMet("podman", "Podman can't be started; run .ci/podman.sh as root, and the test too");
        }
        Path folder = Files.createTempDirectory("podman"); // a socket's path has to be short
        Files.writeString(folder.resolve("containers.conf"), CONFIGURATION);
        PrivatePodman podman = new PrivatePodman(folder, eventsBackend);
        try {
            podman.load(images);
            podman.awaitAnswer();
        } catch (IOException | InterruptedException e) {
            podman.close();
            throw e;
        }
        return podman;
    }

    /** Where it answers to Docker's API. */
    public Path socket() {
        return folder.resolve("s");
    }

    /** Its containers have to be gone by then. */
    @Override
    public void close() throws IOException, InterruptedException {
        service.destroy();
        if (!service.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            service.destroyForcibly();
        }
        EngineFolder.remove(folder);
    }

    private void load(List<String> images) throws IOException, InterruptedException {
        String archive = folder.resolve("images.tar").toString();
        List<String> save = new ArrayList<>(List.of("docker", "save", "-o", archive));
        save.addAll(images);
        run(save);
        run(podman("load", "-q", "-i", archive));
        for (String image : images) {
            run(podman("tag", "localhost/" + image, SHORT_NAMES + image));
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        List<String> version = List.of("docker", "-H", "unix://" + socket(), "version");
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            Process process = new ProcessBuilder(version)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("Podman doesn't answer at " + socket() + ": " + Files.readString(log()));
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    private List<String> podman(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "CONTAINERS_CONF=" + folder.resolve("containers.conf"),
                "podman",
                "--root=" + folder.resolve("root"),
                "--runroot=" + folder.resolve("run"),
                "--tmpdir=" + folder.resolve("tmp"),
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=" + eventsBackend));
        command.addAll(List.of(arguments));
        return command;
    }
}
