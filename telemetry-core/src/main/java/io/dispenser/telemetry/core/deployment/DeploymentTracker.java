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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are deployments, and what triggered them. Pure: it is told what happened and asks nobody, so the same story
 * always gives the same rows.
 *
 * <p>A deployment is a container that was created (a recreation is a creation), updated ({@code docker update}) or restarted
 * by somebody ({@code docker restart}). A start of an existing container and a restart by its restart policy are none. The
 * trigger of a creation is {@link TriggerRules}' matter, that of an update or a restart is {@code manual_reload}, whatever
 * the container's label says of its creation.
 *
 * <p>A container's creation is reported once, also when it is told twice, found on a list, or remembered from an earlier
 * run; a change of the same kind and time likewise.
 *
 * <p>Not safe for use by several threads.
 */
public final class DeploymentTracker {

    /** What Compose creates bears another name for a moment. */
    private static final Duration RENAMED_AT_BIRTH = Duration.ofMinutes(10);

    private final ServiceCatalog catalog;
    private final DeploymentRows rows;
    private final CreationRules creationRules;
    private final KnownContainers known = new KnownContainers();
    private final SeenChanges reported = new SeenChanges();

    /** Limits that changed and nobody told of, by container. */
    private final Map<String, String> suspects = new HashMap<>();

    /**
     * @param catalog which containers are managed
     * @param dispenserVersion the version of the program that writes the rows
     * @param host which host rows are of
     * @param zone in which the schedules of services are meant
     */
    public DeploymentTracker(ServiceCatalog catalog, String dispenserVersion, Supplier<String> host, ZoneId zone) {
        this.catalog = catalog;
        this.rows = new DeploymentRows(catalog, dispenserVersion, host);
        this.creationRules = new CreationRules(catalog, rows, known, zone);
    }

    /** Takes over what an earlier tracker knew. Before anything else. */
    public void restore(List<KnownContainer> containers, List<SeenChange> changes) {
        containers.forEach(known::add);
        containers.stream()
                .filter(container -> container.service() != null)
                .forEach(container -> creationRules.markRecorded(container.id()));
        changes.forEach(reported::add);
    }

    /** What a later tracker has to know. */
    public List<KnownContainer> containers() {
        return known.all();
    }

    /** The latest changes that were handled, at most {@code most}. */
    public List<SeenChange> reported(int most) {
        return reported.latest(most);
    }

    /** The services that have a container now. */
    public Set<String> services() {
        Set<String> services = new HashSet<>();
        for (KnownContainer container : known.all()) {
            if (container.present() && container.service() != null) {
                services.add(container.service());
            }
        }
        return services;
    }

    /** Whether {@code change} is of a managed container and was not handled yet. */
    public boolean concerns(ContainerChange change) {
        return !reported.contains(SeenChange.of(change)) && catalog.mayManage(change);
    }

    /** Learns of a container that is there: no deployment, but a predecessor. One that is not managed is a stranger. */
    public void know(ContainerSnapshot container, @Nullable ImageDetails image) {
        suspects.remove(container.id());
        known.add(knownOf(container, image));
    }

    /**
     * Whether {@code container} is managed and was never heard of, so that it was created unobserved; or a moment ago, under
     * another name.
     *
     * @param since when the engine was first followed: what is older is no news
     * @param now the engine's time
     */
    public boolean isNews(ContainerSnapshot container, Instant since, Instant now) {
        KnownContainer before = known.get(container.id());
        boolean unheard = before == null
                || (before.service() == null
                        && container.createdAt().plus(RENAMED_AT_BIRTH).isAfter(now));
        return unheard
                && catalog.serviceOf(container).isPresent()
                && !container.createdAt().isBefore(since);
    }

    /** Learns that a container is there that is not managed. */
    public void meet(String id) {
        if (known.get(id) == null) {
            known.add(new KnownContainer(id, null, "", "", null, null, null, null, Instant.EPOCH, true));
        }
    }

    /** A container was removed. */
    public void gone(String id) {
        known.gone(id);
        suspects.remove(id);
        creationRules.forgetGone();
    }

    /** Exactly these containers are there. */
    public void onlyPresent(Set<String> ids) {
        known.onlyPresent(ids);
        suspects.keySet().retainAll(ids);
        creationRules.forgetGone();
    }

    /** The deployment of a container whose creation nobody saw; empty if it has its row, or is not managed. */
    public Optional<Deployment> discovered(ContainerSnapshot container, @Nullable ImageDetails image) {
        return catalog.serviceOf(container)
                .flatMap(service -> creationRules.created(
                        service,
                        ContainerFacts.of(container),
                        knownOf(container, image),
                        image,
                        container.createdAt()));
    }

    /**
     * An update that nobody told of: the container's limits are others than at the last look and at the one before. To be
     * asked at each look at all containers, and told again until the container is {@linkplain #know known} as it is.
     *
     * @param now the engine's time: when it happened, nobody knows
     */
    public Optional<Deployment> updatedUnseen(ContainerSnapshot container, @Nullable ImageDetails image, Instant now) {
        KnownContainer before = known.get(container.id());
        String limits = Fingerprint.ofLimits(container);
        Optional<String> service = catalog.serviceOf(container);
        if (before == null || service.isEmpty() || before.limits() == null || limits.equals(before.limits())) {
            suspects.remove(container.id());
            return Optional.empty();
        }
        if (!limits.equals(suspects.put(container.id(), limits))) {
            return Optional.empty(); // the engine may tell of it yet
        }
        return Optional.of(settled(rows.row(
                service.get(),
                ContainerFacts.of(container),
                image,
                now,
                TriggerType.MANUAL_RELOAD,
                DeploymentAction.UPDATED,
                null)));
    }

    /** Containers whose limits changed and the engine has not told of it so far: what is known is not to be replaced then. */
    public Set<String> suspects() {
        return Set.copyOf(suspects.keySet());
    }

    /**
     * The deployment that {@code change} is.
     *
     * @param change what the engine reported
     * @param container the container after the change
     * @param image the container's image, or null when nobody can tell
     * @return empty if the change is no deployment, was reported before, or is of a container that is not managed
     */
    public Optional<Deployment> changed(
            ContainerChange change, ContainerSnapshot container, @Nullable ImageDetails image) {
        Optional<String> service = catalog.serviceOf(container);
        if (service.isEmpty() || !reported.add(SeenChange.of(change))) {
            return Optional.empty();
        }
        KnownContainer now = knownOf(container, image);
        ContainerFacts facts = ContainerFacts.of(container);
        KnownContainer before = known.get(container.id());
        return switch (change.kind()) {
            case CREATED -> creationRules.created(service.get(), facts, now, image, change.at());
            case UPDATED, RESTARTED -> {
                suspects.remove(container.id());
                known.add(now);
                yield Optional.of(settled(rows.row(
                        service.get(), facts, image, change.at(), TriggerType.MANUAL_RELOAD, actionOf(change), null)));
            }
            case RENAMED -> {
                boolean born = container.createdAt().plus(RENAMED_AT_BIRTH).isAfter(change.at());
                boolean stranger = before == null || before.service() == null;
                if (stranger && born) {
                    yield creationRules.created(service.get(), facts, now, image, container.createdAt());
                }
                known.add(now);
                yield Optional.empty();
            }
            case REMOVED -> Optional.empty();
        };
    }

    /**
     * The deployment that {@code change} was, of a container that is gone: from what the change itself tells.
     *
     * @param image the image that the container's image's name certainly stood for, or null
     */
    public Optional<Deployment> vanished(ContainerChange change, @Nullable ImageDetails image) {
        Optional<String> service = catalog.serviceOf(change);
        boolean deployment = change.kind() != Kind.REMOVED && change.kind() != Kind.RENAMED;
        if (service.isEmpty() || !deployment || !reported.add(SeenChange.of(change))) {
            return Optional.empty();
        }
        KnownContainer before = known.get(change.containerId());
        String imageId = image == null ? null : image.id();
        ContainerFacts facts = ContainerFacts.of(change, before, imageId);
        if (change.kind() != Kind.CREATED) {
            if (change.kind() == Kind.UPDATED && before != null) {
                known.add(
                        before.reconfigured()); // or whoever takes its place with these limits would seem reconfigured
            }
            return Optional.of(settled(rows.row(
                    service.get(), facts, image, change.at(), TriggerType.MANUAL_RELOAD, actionOf(change), null)));
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

    private static DeploymentAction actionOf(ContainerChange change) {
        return change.kind() == Kind.UPDATED ? DeploymentAction.UPDATED : DeploymentAction.RESTARTED;
    }

    private static Deployment settled(DeploymentEvent row) {
        return new Deployment(row, false, false);
    }

    private KnownContainer knownOf(ContainerSnapshot container, @Nullable ImageDetails image) {
        KnownContainer before = known.get(container.id());
        // What is not told this time was told before, and a container keeps its configuration.
        String configuration = image == null && before != null
                ? before.configuration()
                : Fingerprint.ofConfiguration(container, image);
        @Nullable
        String sha = image != null
                ? ImageReference.digestOf(container.image(), image)
                : before != null ? before.imageSha() : null;
        return new KnownContainer(
                container.id(),
                catalog.serviceOf(container).orElse(null),
                Lineage.of(container.labels()),
                ImageReference.withTag(container.image(), container.imageId()),
                container.imageId(),
                sha,
                configuration,
                Fingerprint.ofLimits(container),
                container.createdAt(),
                true);
    }
}
