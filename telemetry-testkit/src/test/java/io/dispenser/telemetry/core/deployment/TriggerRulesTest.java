package io.dispenser.telemetry.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.TriggerRules.Difference;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerRulesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // label, cron fired, image changed, configuration changed, trigger; - for no predecessor
                "-, false, -, -, STARTUP",
                "-, false, false, false, MANUAL_RELOAD",
                "-, false, true, false, IMAGE_UPDATE",
                "-, false, false, true, MANUAL_RELOAD",
                "-, false, true, true, MANUAL_RELOAD",
                "-, true, -, -, CRON",
                "-, true, false, false, CRON",
                "-, true, true, false, CRON",
                "-, true, true, true, CRON",
                "startup, true, true, false, STARTUP",
                "cron, false, true, true, CRON",
                "image_update, true, -, -, IMAGE_UPDATE",
                "manual_reload, false, -, -, MANUAL_RELOAD",
                "Cron, false, -, -, STARTUP",
                "'', false, true, false, IMAGE_UPDATE",
                "nonsense, true, -, -, CRON",
            })
    void precedence(String label, boolean cron, Boolean image, Boolean configuration, TriggerType trigger) {
        Difference difference = image == null ? null : new Difference(image, configuration);
        assertThat(TriggerRules.ofCreation(label, cron, difference)).isEqualTo(trigger);
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

    @Test
    void everythingAtOnceAfterTheEngineWasAwayIsAStart() {
        List<Deployment> all = List.of(update(0), update(1));
        assertThat(triggers(all, true)).containsOnly(TriggerType.STARTUP);
        assertThat(triggers(all, false)).as("two updates at once").doesNotContain(TriggerType.STARTUP);
    }

    @Test
    void everythingAtOnceWithoutAnyChangeIsAStart() {
        List<Deployment> all = List.of(reload(0), update(1));
        assertThat(triggers(all, false)).containsOnly(TriggerType.STARTUP);
    }

    @Test
    void aPartOfEverythingOrAllOfOneIsNone() {
        List<Deployment> some = List.of(reload(0), reload(1));
        assertThat(FullStartupDetector.rows(some, Set.of("service-0", "service-1", "service-2"), true))
                .extracting(DeploymentEvent::trigger)
                .doesNotContain(TriggerType.STARTUP);
        assertThat(FullStartupDetector.rows(List.of(reload(0)), Set.of("service-0"), true))
                .extracting(DeploymentEvent::trigger)
                .doesNotContain(TriggerType.STARTUP);
    }

    @Test
    void aTriggerThatWasToldStays() {
        Deployment told = new Deployment(row(1), false, false);
        assertThat(FullStartupDetector.rows(List.of(reload(0), told), Set.of("service-0", "service-1"), true))
                .extracting(DeploymentEvent::trigger)
                .containsExactly(TriggerType.STARTUP, row(1).trigger());
    }

    private static List<TriggerType> triggers(List<Deployment> together, boolean engineReturned) {
        return FullStartupDetector.rows(together, Set.of("service-0", "service-1"), engineReturned).stream()
                .map(DeploymentEvent::trigger)
                .toList();
    }

    private static Deployment update(int number) {
        return new Deployment(row(number), true, false);
    }

    private static Deployment reload(int number) {
        return new Deployment(row(number), true, true);
    }

    /** Of the service of that number, with another trigger than startup. */
    private static DeploymentEvent row(int number) {
        DeploymentEvent sample = SampleEvents.deployment(number);
        return new DeploymentEvent(
                sample.timestamp(),
                sample.service(),
                sample.image(),
                sample.imageSha(),
                sample.imageSizeMb(),
                sample.containerId(),
                sample.containerCreatedAt(),
                TriggerType.MANUAL_RELOAD,
                sample.dispenserVersion(),
                sample.restartPolicy(),
                null,
                null,
                false,
                null,
                0,
                0,
                0);
    }
}
