package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a container was configured with by whoever created it, or what an image brings along: a digest of each value by its
 * name. Only what people set is listed; what the engine makes up (ids, addresses, the like of {@code com.docker.compose}'s
 * labels, which are new each time) is left out, and so is what is empty, which engines write in several ways.
 */
final class SettingsJson {

    private static final List<String> CONFIG = List.of(
            "Cmd",
            "Entrypoint",
            "User",
            "WorkingDir",
            "Domainname",
            "ExposedPorts",
            "Volumes",
            "Healthcheck",
            "StopSignal",
            "StopTimeout",
            "Tty",
            "OpenStdin");
    private static final List<String> HOST = List.of(
            "Binds",
            "Mounts",
            "Tmpfs",
            "VolumesFrom",
            "PortBindings",
            "PublishAllPorts",
            "RestartPolicy",
            "Memory",
            "MemoryReservation",
            "NanoCpus",
            "CpuQuota",
            "CpuPeriod",
            "CpuShares",
            "CpusetCpus",
            "PidsLimit",
            "NetworkMode",
            "PidMode",
            "Privileged",
            "ReadonlyRootfs",
            "CapAdd",
            "CapDrop",
            "Devices",
            "Dns",
            "ExtraHosts",
            "Links",
            "Ulimits",
            "LogConfig",
            "AutoRemove",
            "SecurityOpt",
            "Sysctls",
            "ShmSize",
            "Init");
    private static final List<String> VOLATILE_LABELS =
            List.of("com.docker.", "desktop.docker.", "io.podman.", "dispenser.trigger");

    /** A volume that nobody named: Podman lists it among the binds, Docker does not. */
    private static final Pattern UNNAMED_VOLUME = Pattern.compile("^[0-9a-f]{64}(?=:)");

    private SettingsJson() {}

    /**
     * @param config {@code Config} of a container or an image
     * @param host {@code HostConfig} of a container, or a missing node
     */
    static Map<String, String> settings(JsonNode config, JsonNode host) {
        Map<String, String> settings = new HashMap<>();
        CONFIG.forEach(name -> put(settings, name, config.path(name)));
        HOST.forEach(name -> put(settings, "host " + name, host.path(name)));
        String hostname = "HOSTNAME=" + config.path("Hostname").asText("");
        for (JsonNode variable : config.path("Env")) {
            String text = variable.asText("");
            if (text.equals(hostname)) {
                continue; // Podman's, and the beginning of the container's id where nobody set one
            }
            int equals = text.indexOf('=');
            settings.put("env " + (equals < 0 ? text : text.substring(0, equals)), digest(text));
        }
        for (Map.Entry<String, JsonNode> label : config.path("Labels").properties()) {
            if (VOLATILE_LABELS.stream().noneMatch(label.getKey()::startsWith)) {
                settings.put("label " + label.getKey(), digest(label.getValue().asText("")));
            }
        }
        return settings;
    }

    private static void put(Map<String, String> settings, String name, JsonNode value) {
        boolean empty = value.isMissingNode()
                || value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isNumber() && value.asLong() == 0)
                || (value.isBoolean() && !value.booleanValue());
        if (!empty) {
            settings.put(name, digest(sorted(value)));
        }
    }

    /** The value as a text that does not depend on the order of an object's fields. */
    private static String sorted(JsonNode value) {
        if (value.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            value.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            return fields.toString();
        }
        if (value.isArray()) {
            StringBuilder elements = new StringBuilder("[");
            value.forEach(element -> elements.append(sorted(element)).append(','));
            return elements.append(']').toString();
        }
        return UNNAMED_VOLUME.matcher(value.asText("")).replaceFirst("");
    }

    private static String digest(String text) {
        return Integer.toHexString(text.hashCode()) + ":" + text.length();
    }
}
