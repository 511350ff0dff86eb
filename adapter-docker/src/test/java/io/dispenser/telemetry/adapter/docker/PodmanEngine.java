package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.testkit.PrivatePodman;
import java.util.List;

/** A Podman of a test's own, and the command line that talks to it. */
final class PodmanEngine implements AutoCloseable {

    final DockerCli docker;

    private final PrivatePodman podman;

    private PodmanEngine(PrivatePodman podman) {
        this.podman = podman;
        this.docker = new DockerCli(podman.socket());
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
        var unused = DockerCli.require(); // whose images it gets
        return new PodmanEngine(PrivatePodman.start(eventsBackend, List.of(DockerCli.IMAGE_1, DockerCli.IMAGE_2)));
    }

    DockerSettings settings() throws Exception {
        return DockerSettings.of("unix://" + docker.socket, null, "test");
    }

    @Override
    public void close() throws Exception {
        docker.removeAll();
        podman.close();
    }
}
