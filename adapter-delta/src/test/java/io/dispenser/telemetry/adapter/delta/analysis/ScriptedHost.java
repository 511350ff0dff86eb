package io.dispenser.telemetry.adapter.delta.analysis;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A host of the scripted month: its containers, and what happens to them when. */
final class ScriptedHost {

    private record Step(Instant at, Runnable change) {}

    final String name;
    final List<DeploymentEvent> deployments = new ArrayList<>();
    private final AtomicInteger numbers;
    private final Map<String, ScriptedContainer> containers = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    ScriptedHost(String name, AtomicInteger numbers) {
        this.name = name;
        this.numbers = numbers;
    }

    ScriptedContainer container(String service) {
        return Objects.requireNonNull(containers.get(service), service);
    }

    /** Something happens at a time. */
    void at(String time, Consumer<Instant> change) {
        Instant instant = Instant.parse(time);
        steps.add(new Step(instant, () -> change.accept(instant)));
    }

    /** Something happens to a service's container. */
    void at(String time, String service, BiConsumer<ScriptedContainer, Instant> change) {
        at(time, instant -> change.accept(container(service), instant));
    }

    void health(String time, String service, HealthStatus health) {
        at(time, service, (container, at) -> container.health = health);
    }

    /** A container that was there before the month. */
    ScriptedContainer before(
            @Nullable String project, String service, String image, long limitMib, HealthStatus health) {
        return put(project, service, image, limitMib, health, Instant.parse("2026-02-20T08:00:00Z"));
    }

    /** A container is created in the place of the one before, if there is one. A service of several has names for them: web#2. */
    void deploy(
            String time,
            @Nullable String project,
            String service,
            String image,
            long limitMib,
            HealthStatus health,
            TriggerType trigger) {
        at(time, at -> {
            @Nullable ScriptedContainer previous = containers.get(service);
            put(project, service, image, limitMib, health, at);
            record(
                    at,
                    service,
                    trigger,
                    previous == null ? DeploymentAction.CREATED : DeploymentAction.RECREATED,
                    previous);
        });
    }

    /** A deployment that creates no container. */
    void deploymentInPlace(String time, String service, DeploymentAction action) {
        at(time, service, (container, at) -> {
            if (action == DeploymentAction.RESTARTED) {
                container.startAnew(at);
            }
            record(at, service, TriggerType.MANUAL_RELOAD, action, null);
        });
    }

    /** A container is gone, and its service with it until a next one is created. */
    void remove(String time, String service) {
        at(time, at -> containers.remove(service));
    }

    void inOrder() {
        steps.sort(Comparator.comparing(Step::at));
    }

    /** Lets everything happen that does until a time. */
    void advance(Instant to) {
        while (!steps.isEmpty() && !steps.get(0).at().isAfter(to)) {
            steps.remove(0).change().run();
        }
    }

    List<ContainerStatusEvent> sample(Instant at) {
        return containers.values().stream().map(each -> each.sample(at)).toList();
    }

    static String beforeHash(String text) {
        return text.replaceFirst("#.*", "");
    }

    private ScriptedContainer put(
            @Nullable String project, String service, String image, long limitMib, HealthStatus health, Instant at) {
        ScriptedContainer container = new ScriptedContainer(
                numbers.incrementAndGet(),
                new Origin(name, project, service + "-1"),
                beforeHash(service),
                image,
                limitMib,
                health,
                at);
        containers.put(service, container);
        return container;
    }

    private void record(
            Instant at,
            String service,
            TriggerType trigger,
            DeploymentAction action,
            @Nullable ScriptedContainer previous) {
        ScriptedContainer now = container(service);
        deployments.add(new DeploymentEvent(
                        at,
                        now.service,
                        now.image,
                        now.imageSha(),
                        120,
                        now.id,
                        now.createdAt,
                        trigger,
                        "1.0-test",
                        RestartPolicy.ALWAYS,
                        null,
                        null,
                        false,
                        null,
                        0,
                        0,
                        1)
                .with(
                        now.origin,
                        action,
                        previous == null ? null : previous.image,
                        previous == null ? null : previous.imageSha()));
    }
}
