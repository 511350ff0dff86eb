package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Podman with storage of its own, and its service that speaks Docker's API. */
final class PodmanEngine implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    /** Where Docker's API looks for names without a registry. */
    private static final String SHORT_NAMES = "docker.io/library/";

    /** Podman's default limits are more than a test machine may have. */
    private static final String CONFIGURATION =
            "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n";

    final DockerCli docker;

    private final Path folder;
    private final String eventsBackend;
    private final Process service;

    private PodmanEngine(Path folder, String eventsBackend) throws IOException {
        this.folder = folder;
        this.eventsBackend = eventsBackend;
        this.docker = new DockerCli(folder.resolve("s"));
        this.service = new ProcessBuilder(podman("system", "service", "-t", "0", "unix://" + docker.socket))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Starts a Podman that has the test images; where there can't be one, the test fails or is skipped. */
    static PodmanEngine start() throws Exception {
        return start("file");
    }

    /** The same, with a Podman that logs no events. */
    static PodmanEngine startWithoutEvents() throws Exception {
        return start("none");
    }

    private static PodmanEngine start(String eventsBackend) throws Exception {
        DockerCli machines = DockerCli.require();
        if (!Files.isExecutable(Path.of("/usr/bin/podman"))
                || !System.getProperty("user.name").equals("root")) {
            Requirement.notMet("podman", "Podman can't be started; run .ci/podman.sh as root, and the test too");
        }
        Path folder = Files.createTempDirectory("podman");
        Files.writeString(folder.resolve("containers.conf"), CONFIGURATION);
        PodmanEngine engine = new PodmanEngine(folder, eventsBackend);
        String images = folder.resolve("images.tar").toString();
        machines.docker("save", "-o", images, DockerCli.IMAGE_1, DockerCli.IMAGE_2);
        DockerCli.outputOf(engine.podman("load", "-q", "-i", images));
        for (String image : List.of(DockerCli.IMAGE_1, DockerCli.IMAGE_2)) {
            DockerCli.outputOf(engine.podman("tag", "localhost/" + image, SHORT_NAMES + image));
        }
        for (int i = 0; !engine.docker.answers(); i++) {
            assertThat(i).as(Files.readString(folder.resolve("log"))).isLessThan(PATIENCE_SECONDS * 10);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return engine;
    }

    DockerSettings settings() throws Exception {
        return DockerSettings.of("unix://" + docker.socket, null, "test");
    }

    @Override
    public void close() throws Exception {
        docker.removeAll();
        service.destroy();
        assertThat(service.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        DockerCli.removeTree(folder);
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
