package io.dispenser.telemetry.adapter.docker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract with Podman, which speaks Docker's API in a way of its own. */
class PodmanContractTest extends RealEngineContract {

    private static PodmanEngine podman;

    @BeforeAll
    static void startPodman() throws Exception {
        podman = PodmanEngine.start();
    }

    @AfterAll
    static void stopPodman() throws Exception {
        if (podman != null) {
            podman.close();
        }
    }

    @Override
    DockerCli engine() {
        return podman.docker;
    }

    /** Podman 4.3 has no update in Docker's API, and no such event. */
    @Override
    protected boolean tellsUpdates() {
        return false;
    }
}
