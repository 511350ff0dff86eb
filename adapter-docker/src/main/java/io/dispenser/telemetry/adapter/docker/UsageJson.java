package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.Counters;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code GET /containers/ID/stats}. Which version of control groups the host has is told by the fields that are there.
 * A container that does not run has a document without them.
 *
 * <p>Podman's {@code system_cpu_usage} is what all cores have worked, where Docker's is what has passed on them; so on a
 * host that idles a little work would look like a lot. Of Podman's documents the time of the reading is taken instead,
 * which passes on each core.
 */
final class UsageJson {

    /** Of a Podman that does not tell its cores: more than a machine has. */
    private static final int MOST_CORES = 1024;

    private UsageJson() {}

    static ResourceUsage usage(String containerId, JsonNode stats) {
        return new ResourceUsage(
                containerId, cpu(stats.path("cpu_stats")), memory(stats.path("memory_stats")), counters(stats));
    }

    static ResourceUsage podmansUsage(String containerId, JsonNode stats) throws CallFailure {
        JsonNode used = stats.path("cpu_stats").path("cpu_usage").path("total_usage");
        Instant read = ContainerJson.instant(stats.path("read"));
        int told = stats.path("cpu_stats").path("online_cpus").asInt(0);
        int cores = told > 0 ? told : MOST_CORES;
        // Of the product only differences count, and those it keeps although it overflows.
        CpuTime cpu = !used.canConvertToLong() || used.asLong() <= 0 || read == null
                ? null
                : new CpuTime(used.asLong(), ChronoUnit.NANOS.between(Instant.EPOCH, read) * cores, cores);
        return new ResourceUsage(containerId, cpu, memory(stats.path("memory_stats")), counters(stats));
    }

    private static Counters counters(JsonNode stats) {
        JsonNode pids = stats.path("pids_stats").path("current");
        JsonNode networks = stats.path("networks");
        JsonNode disks = stats.path("blkio_stats").path("io_service_bytes_recursive");
        // Version 2 lists nothing until something is read or written; in version 1 that says that nobody counts.
        boolean counted = disks.size() > 0 || isVersion2(stats);
        return new Counters(
                pids.canConvertToInt() && pids.asInt() > 0 ? (Integer) pids.asInt() : null,
                networks.isEmpty() ? null : sum(networks, "rx_bytes"),
                networks.isEmpty() ? null : sum(networks, "tx_bytes"),
                counted ? transferred(disks, "read") : null,
                counted ? transferred(disks, "write") : null);
    }

    private static boolean isVersion2(JsonNode stats) {
        return stats.path("memory_stats").path("stats").has("anon");
    }

    private static long sum(JsonNode interfaces, String field) {
        long sum = 0;
        for (JsonNode each : interfaces) {
            sum += each.path(field).asLong(0);
        }
        return sum;
    }

    /** The bytes of one direction, over all disks; version 1 writes it with a capital. */
    private static long transferred(JsonNode disks, String direction) {
        long bytes = 0;
        for (JsonNode disk : disks) {
            if (disk.path("op").asText("").equalsIgnoreCase(direction)) {
                bytes += disk.path("value").asLong(0);
            }
        }
        return bytes;
    }

    private static @Nullable CpuTime cpu(JsonNode cpu) {
        JsonNode used = cpu.path("cpu_usage").path("total_usage");
        JsonNode system = cpu.path("system_cpu_usage");
        int listed = cpu.path("cpu_usage").path("percpu_usage").size();
        int cores = cpu.path("online_cpus").asInt(listed);
        // Whoever runs has used some: nothing says that nobody counts, as in version 2 without the controller of CPUs.
        if (!used.canConvertToLong() || used.asLong() <= 0 || !system.canConvertToLong() || system.asLong() <= 0) {
            return null;
        }
        return new CpuTime(used.asLong(), system.asLong(), cores > 0 ? cores : listed);
    }

    /** Usage without the file pages that nobody has used lately, which the kernel takes back when it needs memory. */
    private static @Nullable Long memory(JsonNode memory) {
        JsonNode usage = memory.path("usage");
        if (!usage.isIntegralNumber() || !usage.canConvertToLong()) {
            return null;
        }
        JsonNode details = memory.path("stats");
        // Version 1 has both, and only its total counts the groups below the container's.
        String inactive = details.has("total_inactive_file") ? "total_inactive_file" : "inactive_file";
        return Math.max(0, usage.asLong() - details.path(inactive).asLong(0));
    }
}
