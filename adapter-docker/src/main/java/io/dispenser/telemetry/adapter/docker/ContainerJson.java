package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dispenser.telemetry.adapter.docker.DocumentReader.UnreadableDocument;
import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Engine API's documents: of each only the fields that we need, so that a new value elsewhere (a capability, a
 * protocol) costs nothing. A missing field is read as Docker's default, as Podman leaves some out; without an id there is
 * no container.
 */
final class ContainerJson {

    private static final long DEFAULT_CPU_PERIOD_MICROS = 100_000;
    private static final long NANO_CPUS_PER_CPU = 1_000_000_000L;
    private static final int MOST_TOLD = 100;
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();
    private static final System.Logger LOG = System.getLogger(ContainerJson.class.getName());
    private static final String NO_NETWORK = "none";
    private static final String IMAGE_ID_PREFIX = "sha256:";

    private ContainerJson() {}

    /** {@code GET /containers/json}; an element that can't be read is left out. */
    static List<ContainerSummary> summaries(DocumentReader list) throws IOException, CallFailure {
        List<ContainerSummary> summaries = new ArrayList<>();
        while (true) {
            try {
                JsonNode container = list.nextElement();
                if (container == null) {
                    return summaries;
                }
                summaries.add(summary(container));
            } catch (UnreadableDocument e) {
                unreadable(CallFailure.wordsOf(e));
            }
        }
    }

    private static ContainerSummary summary(JsonNode container) throws UnreadableDocument {
        String id = container.path("Id").asText("");
        if (id.isEmpty()) {
            throw new UnreadableDocument("a container of the list has no id");
        }
        String image = container.path("Image").asText("");
        return new ContainerSummary(
                id,
                ownName(container.path("Names")),
                // The list tells an id when the image's name stands for another image by now.
                image.isEmpty()
                                || ImageReference.isId(
                                        image, imageId(container.path("ImageID").asText("")))
                        ? null
                        : image,
                texts(container.path("Labels")),
                ContainerState.ofEngineWord(container.path("State").asText("")));
    }

    /** Once for each thing that is wrong: a list is asked for again and again. */
    private static void unreadable(String what) {
        if (TOLD.size() < MOST_TOLD && TOLD.add(what)) {
            LOG.log(System.Logger.Level.WARNING, "GET /containers/json: left out what can''t be read: {0}", what);
        }
    }

    /** {@code GET /containers/ID/json}. */
    static ContainerSnapshot snapshot(JsonNode container) throws CallFailure {
        JsonNode state = container.path("State");
        JsonNode config = container.path("Config");
        JsonNode host = container.path("HostConfig");
        Instant created = instant(container.path("Created"));
        if (created == null) {
            throw nonsense("a container without its time of creation");
        }
        return ContainerSnapshot.builder(id(container), created)
                .name(withoutSlash(container.path("Name").asText("")))
                .labels(texts(config.path("Labels")))
                .image(config.path("Image").asText(""))
                .imageId(imageId(container.path("Image").asText("")))
                .state(ContainerState.ofEngineWord(state.path("Status").asText("")))
                .startedAt(instantOrNull(state.path("StartedAt")))
                .finishedAt(instantOrNull(state.path("FinishedAt")))
                .oomKilled(state.path("OOMKilled").asBoolean(false))
                .exitCode(state.path("ExitCode").asInt(0))
                .restartCount(container.path("RestartCount").asInt(0))
                .health(health(state))
                .restartPolicy(RestartPolicy.ofEngineWord(
                        host.path("RestartPolicy").path("Name").asText("")))
                .memoryLimitBytes(Math.max(0, host.path("Memory").asLong(0)))
                .nanoCpus(nanoCpus(host))
                .publishedPorts(publishedPorts(host, config))
                .mounts(container.path("Mounts").size())
                .networks(networks(container.path("NetworkSettings").path("Networks")))
                .ownNetwork(hasOwnNetwork(host.path("NetworkMode").asText("")))
                .settings(SettingsJson.settings(config, host))
                .build();
    }

    private static boolean hasOwnNetwork(String mode) {
        return !mode.equals("host") && !mode.startsWith("container:") && !mode.startsWith("ns:");
    }

    /** How many it is connected to. Docker lists {@code none}, the network of those that shall have none, as well. */
    private static int networks(JsonNode networks) {
        return networks.size() - (networks.has(NO_NETWORK) ? 1 : 0);
    }

    /** {@code GET /images/ID/json}. */
    static ImageDetails image(JsonNode image) throws CallFailure {
        List<String> digests = new ArrayList<>();
        image.path("RepoDigests").forEach(digest -> digests.add(digest.asText()));
        String id = imageId(image.path("Id").asText(""));
        if (id.isEmpty()) {
            throw nonsense("an image without an id");
        }
        return new ImageDetails(
                id,
                digests,
                image.path("Size").asLong(0),
                instantOrNull(image.path("Metadata").path("LastTagTime")),
                SettingsJson.settings(image.path("Config"), MissingNode.getInstance()));
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
        return texts;
    }

    private static ContainerHealth health(JsonNode state) {
        JsonNode health = state.has("Health") ? state.path("Health") : state.path("Healthcheck");
        HealthStatus status = HealthStatus.ofEngineWord(health.path("Status").asText(""));
        if (status == HealthStatus.NONE) {
            return ContainerHealth.NONE;
        }
        String lastFailed = null;
        for (JsonNode check : health.path("Log")) {
            if (check.path("ExitCode").asInt(0) != 0) {
                lastFailed = check.path("Output").asText("");
            }
        }
        return new ContainerHealth(status, health.path("FailingStreak").asInt(0), lastFailed);
    }

    private static long nanoCpus(JsonNode host) {
        long nanoCpus = host.path("NanoCpus").asLong(0);
        long quota = host.path("CpuQuota").asLong(0);
        if (nanoCpus > 0 || quota <= 0) {
            return Math.max(0, nanoCpus);
        }
        long period = host.path("CpuPeriod").asLong(0);
        BigInteger limit = BigInteger.valueOf(quota)
                .multiply(BigInteger.valueOf(NANO_CPUS_PER_CPU))
                .divide(BigInteger.valueOf(period > 0 ? period : DEFAULT_CPU_PERIOD_MICROS));
        return limit.min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact(); // as --cpu-quota lets one ask for anything
    }

    /**
     * The bindings that were asked for, one for each {@code -p}: they are known before the start and after the end too, while
     * {@code NetworkSettings.Ports} is empty then and counts IPv4 and IPv6 apart. With {@code -P} every other exposed port
     * is published as well.
     */
    private static int publishedPorts(JsonNode host, JsonNode config) {
        int published = 0;
        JsonNode bindings = host.path("PortBindings");
        for (JsonNode ofOnePort : bindings) {
            published += ofOnePort.size();
        }
        if (host.path("PublishAllPorts").asBoolean(false)) {
            for (Map.Entry<String, JsonNode> exposed :
                    config.path("ExposedPorts").properties()) {
                published += bindings.path(exposed.getKey()).isEmpty() ? 1 : 0;
            }
        }
        return published;
    }

    private static String id(JsonNode container) throws CallFailure {
        String id = container.path("Id").asText("");
        if (id.isEmpty()) {
            throw nonsense("a container without an id");
        }
        return id;
    }

    /** A linked container has names below others' ({@code /web/db}); its own has one slash. */
    private static String ownName(JsonNode names) {
        String first = names.path(0).asText("");
        for (JsonNode name : names) {
            if (name.asText("").lastIndexOf('/') <= 0) {
                return withoutSlash(name.asText(""));
            }
        }
        return withoutSlash(first);
    }

    private static String withoutSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static String imageId(String id) {
        return id.isEmpty() || id.startsWith(IMAGE_ID_PREFIX) ? id : IMAGE_ID_PREFIX + id;
    }

    /** An RFC 3339 time, or null for none and for Go's zero time, by which Docker means never. */
    static @Nullable Instant instant(JsonNode time) throws CallFailure {
        String text = time.asText("");
        if (text.isEmpty()) {
            return null;
        }
        try {
            OffsetDateTime parsed = OffsetDateTime.parse(text);
            return parsed.getYear() <= 1 ? null : parsed.toInstant();
        } catch (DateTimeException e) {
            throw nonsense("'" + text + "' is no time");
        }
    }

    /** The same of a time that nothing hangs on: one that can't be read is none. */
    private static @Nullable Instant instantOrNull(JsonNode time) {
        try {
            return instant(time);
        } catch (CallFailure e) {
            return null;
        }
    }

    private static CallFailure nonsense(String what) {
        return new CallFailure(CallFailure.Kind.BAD_ANSWER, "the answer makes no sense: " + what, null);
    }
}
