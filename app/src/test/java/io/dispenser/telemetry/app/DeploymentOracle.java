package io.dispenser.telemetry.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The deployments table of one host, written down while its containers are deployed: each column from what the engine's own
 * command line says of the container and its image right after the act, and the time from the engine's record of events.
 */
final class DeploymentOracle {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> EVENTS = Map.of(
            "created",
            "create",
            "recreated",
            "create",
            "updated",
            "update",
            "restarted",
            "restart",
            "started",
            "start");

    private final TestContainers containers;
    private final EngineEvents events;
    private final String host;
    private final String version;
    private final Map<String, ServiceColumns> services = new HashMap<>();
    private final Map<String, JsonNode> lastOfService = new HashMap<>();
    private final List<Expected> expected = new ArrayList<>();

    /** What a service's file says. */
    record ServiceColumns(
            @Nullable String memory,
            @Nullable String cpus,
            @Nullable String proxyHost,
            int ports,
            int volumes,
            int networks) {}

    /**
     * A row that has to come.
     *
     * @param event of which engine's event it is, or null: then it is of {@code since}
     */
    private record Expected(@Nullable String event, Instant since, Map<String, @Nullable Object> row) {}

    /** Something that is done to containers. */
    interface Act {
        void run() throws IOException, InterruptedException;
    }

    /** @param version of the program */
    DeploymentOracle(TestContainers containers, EngineEvents events, String host, String version) {
        this.containers = containers;
        this.events = events;
        this.host = host;
        this.version = version;
    }

    /** From now on {@code service} has a file that says this. */
    void configure(String service, ServiceColumns columns) {
        services.put(service, columns);
    }

    /** Does something to {@code container} of which one row has to come, and takes down what that has to be. */
    void expect(String container, String action, String trigger, Act act) throws IOException, InterruptedException {
        Instant since = Instant.now();
        act.run();
        JsonNode now = containers.inspect(container);
        JsonNode before = lastOfService.put(serviceOf(now), now);
        boolean creation = action.endsWith("created");
        assertThat(before == null).as("%s of %s", action, container).isEqualTo(action.equals("created"));
        expected.add(new Expected(
                requireNonNull(EVENTS.get(action)), since, row(now, action, trigger, creation ? before : null)));
    }

    /** Takes down what has to come of a report of {@code container} as it is now, of which no engine tells. */
    void expectReport(String container, String trigger, Instant at) throws IOException, InterruptedException {
        expected.add(new Expected(null, at, row(containers.inspect(container), "reported", trigger, null)));
    }

    private Map<String, @Nullable Object> row(
            JsonNode now, String action, String trigger, @Nullable JsonNode predecessor)
            throws IOException, InterruptedException {
        String service = serviceOf(now);
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("date", null);
        row.put("timestamp", null); // both when it is compared
        row.put("service", service);
        row.put("image", now.at("/Config/Image").asText());
        row.put("image_sha", sha(now));
        row.put("image_size_mb", image(now).path("Size").asLong() / 1_000_000);
        row.put("container_id", now.path("Id").asText());
        row.put("container_created_at", micros(now.path("Created").asText()).toString());
        row.put("trigger_type", trigger);
        row.put("dispenser_version", version);
        String policy = now.at("/HostConfig/RestartPolicy/Name").asText();
        row.put("restart_policy", policy.isEmpty() ? "no" : policy);
        ServiceColumns columns = services.containsKey(service) ? services.get(service) : own(now);
        row.put("memory_limit", requireNonNull(columns).memory());
        row.put("cpu_limit", columns.cpus());
        row.put("proxy_enabled", columns.proxyHost() != null);
        row.put("proxy_host", columns.proxyHost());
        row.put("port_mappings_count", columns.ports());
        row.put("volume_count", columns.volumes());
        row.put("network_count", columns.networks());
        row.put("host", host);
        row.put("project", project(now));
        row.put("container_name", now.path("Name").asText().replace("/", ""));
        row.put("action", action);
        row.put(
                "previous_image",
                predecessor == null ? null : predecessor.at("/Config/Image").asText());
        row.put("previous_image_sha", predecessor == null ? null : sha(predecessor));
        return row;
    }

    /** The label of the service, else the container's name. */
    static String serviceOf(JsonNode container) {
        return container
                .at("/Config/Labels")
                .path("com.docker.compose.service")
                .asText(container.path("Name").asText().replace("/", ""));
    }

    static @Nullable String project(JsonNode container) {
        JsonNode label = container.at("/Config/Labels").path("com.docker.compose.project");
        return label.isMissingNode() ? null : label.asText();
    }

    /** A time of the engine's as a table has it. */
    static Instant micros(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.MICROS);
    }

    int count() {
        return expected.size();
    }

    /** All rows of this host, oldest first, against the list: no other, none missing, no column different. */
    void compare(List<JsonNode> rows) throws IOException, InterruptedException {
        int i = 0;
        for (Expected each : expected) {
            String id = (String) requireNonNull(each.row().get("container_id"));
            Instant at = each.event() == null ? each.since() : events.first(each.event(), id, each.since());
            each.row().put("timestamp", at.toString());
            each.row().put("date", at.toString().substring(0, 10));
            String due = JSON.writeValueAsString(each.row());
            assertThat(i < rows.size() ? rows.get(i).toString() : "")
                    .as("deployment %d of %s", ++i, host)
                    .isEqualTo(due);
        }
        assertThat(rows).as("deployments of %s", host).hasSize(i);
    }

    /** What the container itself has. */
    private static ServiceColumns own(JsonNode container) {
        JsonNode host = container.path("HostConfig");
        long mebibytes = host.path("Memory").asLong() >> 20;
        double cpus = host.path("NanoCpus").asLong() / 1e9;
        int ports = 0;
        for (JsonNode bindings : host.path("PortBindings")) {
            ports += bindings.size();
        }
        JsonNode networks = container.at("/NetworkSettings/Networks");
        return new ServiceColumns(
                mebibytes == 0 ? null : mebibytes + "m",
                cpus == 0 ? null : Double.toString(cpus),
                null,
                ports,
                container.path("Mounts").size(),
                networks.size() - (networks.has("none") ? 1 : 0));
    }

    private JsonNode image(JsonNode container) throws IOException, InterruptedException {
        return JSON.readTree(containers.engine(
                        "image", "inspect", container.path("Image").asText()))
                .get(0);
    }

    /** The digest of the repository that the container's image is of; else the image's id. */
    private String sha(JsonNode container) throws IOException, InterruptedException {
        Pattern hub = Pattern.compile("^docker\\.io/(library/)?");
        String image = hub.matcher(container.at("/Config/Image").asText()).replaceFirst("");
        String repository = image.substring(0, image.lastIndexOf(':'));
        for (JsonNode digest : image(container).path("RepoDigests")) {
            String[] parts = hub.matcher(digest.asText()).replaceFirst("").split("@", 2);
            if (parts[0].equals(repository)) {
                return parts[1];
            }
        }
        String id = container.path("Image").asText();
        return id.startsWith("sha256:") ? id : "sha256:" + id;
    }
}
