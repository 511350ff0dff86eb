package io.dispenser.telemetry.app;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the machine: a failure where it was promised to be there, else a skip with the reason. */
final class Required {

    private Required() {}

    static void component(String name, boolean present, String remedy) {
        if (present) {
            return;
        }
        String reason = name + " is not here; " + remedy;
        if (Arrays.asList(System.getProperty("telemetry.test.require", "").split(","))
                .contains(name)) {
            fail(reason);
        }
        Assumptions.abort(reason);
    }

    static void docker() throws InterruptedException {
        boolean present;
        try {
            TestContainers.docker("image", "inspect", TestContainers.IMAGE_1, TestContainers.IMAGE_2);
            present = true;
        } catch (IOException e) {
            present = false;
        }
        component("docker", present, "run .ci/docker.sh for an engine and the test images");
    }
}
