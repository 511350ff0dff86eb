package io.dispenser.telemetry.app;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;

/** What tests need of the machine. */
final class Required {

    private Required() {}

    static void prometheus() throws InterruptedException {
        program("promtool", "prometheus", "run .ci/prometheus.sh as root");
    }

    /** What makes terminals for programs. */
    static void terminal() throws InterruptedException {
        program("script", "terminal", "it is in util-linux, on Debian in bsdutils");
    }

    private static void program(String name, String requirement, String remedy) throws InterruptedException {
        try {
            new ProcessBuilder(name, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            Requirement.notMet(requirement, "no " + name + "; " + remedy);
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
