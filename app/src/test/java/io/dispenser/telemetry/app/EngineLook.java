package io.dispenser.telemetry.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an engine says of a container at one moment: its inspection and its statistics. */
record EngineLook(JsonNode container, JsonNode stats) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Looks at all containers of a test but {@code except}; by service. */
    static Map<String, EngineLook> all(TestContainers containers, Path socket, @Nullable String except)
            throws IOException, InterruptedException {
        List<String> names = containers
                .engine("ps", "--all", "--filter", "name=" + containers.prefix(), "--format", "{{.Names}}")
                .lines()
                .filter(name -> !name.isBlank() && !name.equals(except))
                .toList();
        Map<String, EngineLook> looks = new LinkedHashMap<>();
        if (names.isEmpty()) {
            return looks;
        }
        String[] inspect = new String[names.size() + 1];
        inspect[0] = "inspect";
        System.arraycopy(names.toArray(String[]::new), 0, inspect, 1, names.size());
        for (JsonNode container : JSON.readTree(containers.engine(inspect))) {
            String id = container.path("Id").asText();
            JsonNode stats = container.at("/State/Running").asBoolean()
                            && !container.at("/State/Status").asText().equals("restarting")
                    ? get(socket, "/v1.41/containers/" + id + "/stats?stream=false&one-shot=true")
                    : JSON.createObjectNode();
            looks.put(DeploymentOracle.serviceOf(container), new EngineLook(container, stats));
        }
        return looks;
    }

    /** Whether nothing happened to the container up to {@code later} but health checks of the same outcome. */
    boolean isSame(EngineLook later) {
        return lasting(container).equals(lasting(later.container))
                && lastFailedCheck().equals(later.lastFailedCheck());
    }

    private static JsonNode lasting(JsonNode container) {
        ObjectNode copy = container.deepCopy();
        JsonNode health = copy.at("/State/Health/Status");
        if (copy.path("State") instanceof ObjectNode state) {
            state.remove(List.of("Health", "Healthcheck"));
        }
        copy.set("health", health);
        copy.remove("ExecIDs");
        return copy;
    }

    /** The output of the last health check that failed, or a missing node. */
    JsonNode lastFailedCheck() {
        JsonNode output = JSON.missingNode();
        for (JsonNode check : container.at("/State/Health/Log")) {
            if (check.path("ExitCode").asInt() != 0) {
                output = check.path("Output");
            }
        }
        return output;
    }

    private static JsonNode get(Path socket, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(
                    ("GET " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
            String reply = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return JSON.readTree(reply.substring(reply.indexOf("\r\n\r\n") + 4));
        }
    }
}
