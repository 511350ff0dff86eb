package io.dispenser.telemetry.app;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;

/** What tests need of the machine. */
final class Required {

    private Required() {}

    static void prometheus() throws InterruptedException {
        try {
            new ProcessBuilder("promtool", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            Requirement.notMet("prometheus", "no promtool; run .ci/prometheus.sh as root");
        }
    }

    static void docker() throws InterruptedException {
        try {
            TestContainers.docker("image", "inspect", TestContainers.IMAGE_1, TestContainers.IMAGE_2);
        } catch (IOException e) {
            Requirement.notMet("docker", "no Docker Engine with the test images; run .ci/docker.sh as root");
        }
    }
}
