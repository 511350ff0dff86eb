package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form; the long one is {@link DeploymentScenario}'s command. */
class DeploymentScenarioTest {

    @Test
    @Timeout(300)
    void noRowIsMissingAndNoneIsInvented() throws Exception {
        assertThat(DeploymentScenario.run(5, 24, new java.util.Random().nextLong()))
                .contains("none missing");
    }
}
