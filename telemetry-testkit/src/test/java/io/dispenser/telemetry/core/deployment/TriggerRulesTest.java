package io.dispenser.telemetry.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.TriggerRules.Difference;
import io.dispenser.telemetry.core.event.TriggerType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerRulesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // label, cron fired, startup, configured, reference, image and configuration changed (- without a
                // predecessor), trigger
                "-, false, true, false, -, -, -, STARTUP",
                "-, false, true, true, true, true, true, STARTUP",
                "-, false, false, false, -, -, -, MANUAL_RELOAD",
                "-, false, false, false, false, false, false, MANUAL_RELOAD",
                "-, false, false, false, false, true, false, IMAGE_UPDATE",
                "-, false, false, false, false, true, true, MANUAL_RELOAD",
                "-, false, false, false, false, false, true, MANUAL_RELOAD",
                "-, false, false, false, true, true, false, IMAGE_UPDATE",
                "-, false, false, false, true, false, false, IMAGE_UPDATE",
                "-, false, false, false, true, true, true, MANUAL_RELOAD",
                "-, false, false, true, false, true, false, IMAGE_UPDATE",
                "-, false, false, true, true, true, false, MANUAL_RELOAD",
                "-, true, true, true, -, -, -, CRON",
                "-, true, false, true, false, false, false, CRON",
                "-, true, false, true, false, true, false, CRON",
                "startup, true, false, false, false, true, false, STARTUP",
                "cron, false, true, false, false, true, true, CRON",
                "image_update, true, true, false, -, -, -, IMAGE_UPDATE",
                "manual_reload, false, true, false, -, -, -, MANUAL_RELOAD",
                "Cron, false, true, false, -, -, -, STARTUP",
                "'', false, false, false, false, true, false, IMAGE_UPDATE",
                "nonsense, true, false, false, -, -, -, CRON",
            })
    void precedence(
            String label,
            boolean cron,
            boolean startup,
            boolean configured,
            Boolean reference,
            Boolean image,
            Boolean configuration,
            TriggerType trigger) {
        Difference difference = image == null ? null : new Difference(reference, image, configuration);
        assertThat(TriggerRules.ofCreation(label, cron, startup, configured, difference))
                .satisfies(decision -> assertThat(decision.why()).isNotEmpty())
                .extracting(TriggerRules.Decision::trigger)
                .isEqualTo(trigger);
    }

    @Test
    void aPlaceIsComposesNumberOrSwarmsSlot() {
        String compose = "com.docker.compose.";
        assertThat(Lineage.of(Map.of())).isEmpty();
        assertThat(Lineage.of(Map.of(compose + "project", "shop", compose + "container-number", "2")))
                .isEqualTo("shop/2");
        assertThat(Lineage.of(Map.of(
                        compose + "project", "shop", compose + "container-number", "1", compose + "oneoff", "True")))
                .isEqualTo("shop/run");
        assertThat(Lineage.of(Map.of("com.docker.swarm.task.name", "web.3.x8y")))
                .isEqualTo("3");
        assertThat(Lineage.of(Map.of("com.docker.swarm.task.name", "web"))).isEmpty();
    }
}
