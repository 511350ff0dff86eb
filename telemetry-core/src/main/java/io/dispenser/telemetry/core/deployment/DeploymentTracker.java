package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are deployments, and what triggered them. Pure: it is told what happened and asks nobody, so the same story
 * always gives the same rows.
 *
 * <p>A deployment is a container that was created (a recreation is a creation), updated ({@code docker update}), or, by
 * somebody, restarted ({@code docker restart}) or started after a stop ({@code docker start}). What the engine starts by
 * itself, by restart policy or when it comes up, is none. The trigger of a creation is {@link TriggerRules}' matter, that of
 * anything else is {@code manual_reload}, whatever the container's label says of its creation.
 *
 * <p>A container's creation is reported once, also when it is told twice, found on a list, or remembered from an earlier
 * run; a change of the same kind and time likewise.
 *
 * <p>Not safe for use by several threads.
 */
public final class DeploymentTracker {

    private static final Set<Kind> DEPLOYMENTS = EnumSet.of(Kind.CREATED, Kind.UPDATED, Kind.RESTARTED, Kind.STARTED);

    /** Many times what an engine remembers and may repeat. */
    private static final int SEEN_CHANGES = 4096;

    private final ServiceCatalog catalog;
    private final DeploymentRows rows;
    private final CreationRules creationRules;
    private final TrackedContainers containers;
    private final SeenChanges reported = new SeenChanges(SEEN_CHANGES);

    /**
     * @param catalog which containers are managed
     * @param dispenserVersion the version of the program that writes the rows
     * @param host which host rows are of
     * @param zone in which the schedules of services are meant
     */
    public DeploymentTracker(ServiceCatalog catalog, String dispenserVersion, Supplier<String> host, ZoneId zone) {
        this.catalog = catalog;
        this.rows = new DeploymentRows(catalog, dispenserVersion, host);
        this.containers = new TrackedContainers(catalog);
        this.creationRules = new CreationRules(catalog, rows, containers.known(), containers.fullStartup(), zone);
    }

    /** Takes over what an earlier tracker knew. Before anything else. */
    public void restore(TrackerState trackerState) {
        containers.restore(trackerState);
        trackerState.containers().stream()
                .filter(container -> container.service() != null)
                .forEach(container -> creationRules.markRecorded(container.id()));
        trackerState.reported().forEach(reported::add);
    }

    /** What is known of containers, which is to be told what happens. */
    public TrackedContainers containers() {
        return containers;
    }

    /** The latest changes that were handled, at most {@code most}. */
    public List<SeenChange> reported(int most) {
        return reported.latest(most);
    }

    /** Whether {@code change} is of a managed container and was not handled yet. */
    public boolean concerns(ContainerChange change) {
        return !reported.contains(SeenChange.of(change)) && catalog.mayManage(change);
    }

    /** The start that {@code change} tells of, if it may have been somebody's. Before it is {@linkplain TrackedContainers#observe observed}. */
    public Optional<Start> start(ContainerChange change) {
        return containers.startRules().mayBeByHand(change);
    }

    /** Whether a start was somebody's, and is a deployment if no restart follows it; {@code container} is null if it is gone. */
    public boolean isByHand(Start start, @Nullable ContainerSnapshot container) {
        KnownContainer before = containers.known().get(start.change().containerId());
        return containers
                .startRules()
                .isByHand(start, container, before == null ? null : Fingerprint.policyOf(before.limits()));
    }

    /** The row of a start by hand; empty if it was reported before, or is of a container that is not managed. */
    public Optional<DeploymentEvent> started(
            Start start, @Nullable ContainerSnapshot container, @Nullable ImageDetails image) {
        return container == null ? vanished(start.change(), image) : changed(start.change(), container, image);
    }

    /** The row of a container whose creation nobody saw; empty if it has its row, or is not managed. */
    public Optional<DeploymentEvent> discovered(ContainerSnapshot container, @Nullable ImageDetails image) {
        return catalog.serviceOf(container)
                .flatMap(service -> creationRules.created(
                        service,
                        ContainerFacts.of(container),
                        containers.knownOf(container, image),
                        image,
                        container.createdAt()));
    }

    /** The row of a container that was there before the engine was first followed; empty if it has its row, or is not managed. */
    public Optional<DeploymentEvent> existed(ContainerSnapshot container, @Nullable ImageDetails image) {
        return catalog.serviceOf(container)
                .flatMap(service -> creationRules.existed(
                        service,
                        ContainerFacts.of(container),
                        containers.knownOf(container, image),
                        image,
                        container.createdAt()));
    }

    /**
     * An update that nobody told of: the container's limits are others than at the last look and at the one before. To be
     * asked at each look at all containers, and told again until the container is {@linkplain TrackedContainers#know known} as it is.
     *
     * @param now the engine's time: when it happened, nobody knows
     */
    public Optional<DeploymentEvent> updatedUnseen(
            ContainerSnapshot container, @Nullable ImageDetails image, Instant now) {
        KnownContainer before = containers.known().get(container.id());
        String limits = Fingerprint.ofLimits(container);
        Optional<String> service = catalog.serviceOf(container);
        if (before == null || service.isEmpty() || before.limits() == null || limits.equals(before.limits())) {
            containers.unseenUpdates().confirm(container.id());
            return Optional.empty();
        }
        if (!containers.unseenUpdates().isCertain(container.id(), limits)) {
            return Optional.empty();
        }
        return Optional.of(rows.row(
                service.get(),
                ContainerFacts.of(container),
                image,
                now,
                TriggerType.MANUAL_RELOAD,
                DeploymentAction.UPDATED,
                null));
    }

    /** Containers whose limits changed and the engine has not told of it so far: what is known is not to be replaced then. */
    public Set<String> suspects() {
        return containers.unseenUpdates().containers();
    }

    /**
     * The row of the deployment that {@code change} is.
     *
     * @param change what the engine reported
     * @param container the container after the change
     * @param image the container's image, or null when nobody can tell
     * @return empty if the change is no deployment, was reported before, or is of a container that is not managed
     */
    public Optional<DeploymentEvent> changed(
            ContainerChange change, ContainerSnapshot container, @Nullable ImageDetails image) {
        Optional<String> service = catalog.serviceOf(container);
        if (service.isEmpty() || !reported.add(SeenChange.of(change))) {
            return Optional.empty();
        }
        KnownContainer now = containers.knownOf(container, image);
        ContainerFacts facts = ContainerFacts.of(container);
        KnownContainer before = containers.known().get(container.id());
        return switch (change.kind()) {
            case CREATED -> creationRules.created(service.get(), facts, now, image, change.at());
            case UPDATED, RESTARTED -> {
                containers.know(container, image);
                yield Optional.of(inPlace(service.get(), facts, image, change));
            }
            // Decided a moment later: more may be known of the container by then.
            case STARTED -> Optional.of(inPlace(service.get(), facts, image, change));
            case RENAMED -> {
                boolean born = container
                        .createdAt()
                        .plus(TrackedContainers.RENAMED_AT_BIRTH)
                        .isAfter(change.at());
                boolean stranger = before == null || before.service() == null;
                if (stranger && born) {
                    Optional<DeploymentEvent> creation =
                            creationRules.created(service.get(), facts, now, image, container.createdAt());
                    containers.known().add(now); // also where it has its row
                    yield creation;
                }
                containers.known().add(now);
                yield Optional.empty();
            }
            case REMOVED, ENDED, OUT_OF_MEMORY, STOPPED -> Optional.empty();
        };
    }

    /**
     * The row of the deployment that {@code change} was, of a container that is gone: from what the change itself tells.
     *
     * @param image the image that the container's image's name certainly stood for, or null
     */
    public Optional<DeploymentEvent> vanished(ContainerChange change, @Nullable ImageDetails image) {
        Optional<String> service = catalog.serviceOf(change);
        if (service.isEmpty() || !DEPLOYMENTS.contains(change.kind()) || !reported.add(SeenChange.of(change))) {
            return Optional.empty();
        }
        KnownContainer before = containers.known().get(change.containerId());
        String imageId = image == null ? null : image.id();
        ContainerFacts facts = ContainerFacts.of(change, before, imageId);
        if (change.kind() != Kind.CREATED) {
            if (change.kind() == Kind.UPDATED && before != null) {
                containers
                        .known()
                        .add(before.reconfigured()); // or whoever takes its place with these limits would seem
                // reconfigured
            }
            return Optional.of(inPlace(service.get(), facts, image, change));
        }
        KnownContainer now = new KnownContainer(
                facts.id(),
                service.get(),
                Lineage.of(facts.labels()),
                ImageReference.withTag(facts.image(), imageId == null ? "" : imageId),
                imageId,
                image == null ? null : ImageReference.digestOf(facts.image(), image),
                null,
                null,
                facts.createdAt(),
                false);
        return creationRules.created(service.get(), facts, now, image, change.at());
    }

    /** The row of a container that stays the same one. */
    private DeploymentEvent inPlace(
            String service, ContainerFacts container, @Nullable ImageDetails image, ContainerChange change) {
        DeploymentAction action =
                switch (change.kind()) {
                    case UPDATED -> DeploymentAction.UPDATED;
                    case STARTED -> DeploymentAction.STARTED;
                    default -> DeploymentAction.RESTARTED;
                };
        return rows.row(service, container, image, change.at(), TriggerType.MANUAL_RELOAD, action, null);
    }
}
