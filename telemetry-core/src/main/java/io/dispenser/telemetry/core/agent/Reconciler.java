package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.agent.ImageResolver.ImageUnanswered;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what the tracker knows with the containers that are there: what the engine's changes did not tell shows here. */
final class Reconciler {

    private static final Logger LOG = System.getLogger(Reconciler.class.getName());

    /** Containers that hang are known of at the next look, or the one after. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final ContainerEngine engine;
    private final ServiceCatalog catalog;
    private final DeploymentTracker tracker;
    private final PastDeployments past;
    private final ImageResolver lookup;
    private final AgentListener listener;

    /** How often the image of a container that is news was asked for in vain. */
    private final Map<String, Integer> unanswered = new HashMap<>();

    Reconciler(
            ContainerEngine engine,
            ServiceCatalog catalog,
            DeploymentTracker tracker,
            PastDeployments past,
            ImageResolver lookup,
            AgentListener listener) {
        this.engine = engine;
        this.catalog = catalog;
        this.tracker = tracker;
        this.past = past;
        this.lookup = lookup;
        this.listener = listener;
    }

    /** Whether something was not answered that is to be asked again soon. */
    boolean isIncomplete() {
        return !unanswered.isEmpty();
    }

    /**
     * Lists and inspects.
     *
     * @param since when the engine was first followed
     * @param existingAreNews whether what was there before is a deployment too
     * @param now the engine's time
     * @return the rows of deployments that nobody told of, oldest container first
     */
    List<DeploymentEvent> reconcile(Instant since, boolean existingAreNews, Instant now)
            throws EngineException, InterruptedException {
        Set<String> present = new HashSet<>();
        List<String> managed = new ArrayList<>();
        for (ContainerSummary container : engine.list()) {
            present.add(container.id());
            if (catalog.mayManage(container)) {
                managed.add(container.id());
            } else {
                tracker.containers().meet(container.id());
            }
        }
        List<ContainerSnapshot> containers = new ArrayList<>();
        for (Inspection inspection : managed.isEmpty() ? List.<Inspection>of() : engine.inspect(managed, AT_MOST)) {
            if (inspection instanceof Inspection.Answered answered) {
                containers.add(answered.snapshot());
            }
        }
        containers.sort(Comparator.comparing(ContainerSnapshot::createdAt)); // predecessors first
        Instant newsSince = existingAreNews ? Instant.MIN : since;
        Images images = new Images();
        List<DeploymentEvent> found = new ArrayList<>();
        for (ContainerSnapshot container : containers) {
            tracker.containers().look(container);
            ImageDetails image = images.of(container);
            if (images.isUnanswered(container) && isAskedAgain(container, images, newsSince, now)) {
                continue;
            }
            unanswered.remove(container.id());
            Optional<DeploymentEvent> row = tracker.containers().isNews(container, newsSince, now)
                    ? unheard(container, image, since)
                    : unseenUpdate(container, image, now);
            row.ifPresent(found::add);
        }
        unanswered.keySet().retainAll(present);
        tracker.containers().onlyPresent(present, now);
        past.followed(now, tracker.suspects());
        return found;
    }

    private Optional<DeploymentEvent> unheard(
            ContainerSnapshot container, @Nullable ImageDetails image, Instant since) {
        Optional<DeploymentEvent> row = container.createdAt().isBefore(since)
                ? tracker.existed(container, image)
                : tracker.discovered(container, image);
        row.ifPresent(found -> LOG.log(
                Level.DEBUG,
                () -> container.name() + " is there, and nobody told of its creation: a row, "
                        + found.trigger().columnValue()));
        return row;
    }

    private Optional<DeploymentEvent> unseenUpdate(
            ContainerSnapshot container, @Nullable ImageDetails image, Instant now) {
        Optional<DeploymentEvent> update = tracker.updatedUnseen(container, image, now);
        if (update.isPresent() && past.isOpen(container.id())) {
            return Optional.empty(); // a later reconciliation finds it again
        }
        if (update.isPresent() || !tracker.suspects().contains(container.id())) {
            tracker.containers().know(container, image);
        }
        return update.filter(found -> !past.isRecorded(found));
    }

    /** Whether {@code container} is news whose image may yet be told. */
    private boolean isAskedAgain(ContainerSnapshot container, Images images, Instant since, Instant now) {
        if (!tracker.containers().isNews(container, since, now)) {
            return false;
        }
        boolean again = unanswered.merge(container.id(), 1, Integer::sum) < RetryQueue.ATTEMPTS;
        if (!again) {
            listener.imageUnknown(container.name(), images.reason);
        }
        return again;
    }

    /** The images of one look. After one that was not answered in time, no further one is asked for. */
    private final class Images {

        private final Map<String, Optional<ImageDetails>> asked = new HashMap<>();
        private String reason = "";

        @Nullable
        ImageDetails of(ContainerSnapshot container) throws EngineException, InterruptedException {
            Optional<ImageDetails> known = asked.get(container.imageId());
            if (known == null && reason.isEmpty()) {
                try {
                    known = Optional.ofNullable(lookup.imageOf(container));
                    asked.put(container.imageId(), known);
                } catch (ImageUnanswered e) {
                    reason = String.valueOf(e.getMessage());
                }
            }
            return known == null ? null : known.orElse(null);
        }

        boolean isUnanswered(ContainerSnapshot container) {
            return !asked.containsKey(container.imageId());
        }
    }
}
