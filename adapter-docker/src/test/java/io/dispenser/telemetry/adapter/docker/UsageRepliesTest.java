package io.dispenser.telemetry.adapter.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.Counters;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Recorded replies of engines on version 2 of control groups, against what the kernel's own files said at the same moment. How they
 * were recorded stands beside them, in {@code cgroup-v2/README.md}.
 */
class UsageRepliesTest {

    private static final long NANOS = 1_000;

    @Test
    void dockersOfABusyContainerIsWhatTheKernelSays() throws Exception {
        Kernel kernel = new Kernel("docker-busy");

        assertThat(usage("docker-busy"))
                .isEqualTo(new ResourceUsage(
                        "c",
                        new CpuTime(kernel.number("cpu.stat usage_usec") * NANOS, 107_570_000_000L, 1),
                        kernel.number("memory.current") - kernel.number("memory.stat inactive_file"),
                        new Counters(
                                (int) kernel.number("pids.current"),
                                kernel.received("eth0"),
                                kernel.sent("eth0"),
                                kernel.transferred("rbytes"),
                                kernel.transferred("wbytes"))));
    }

    /** Without a network, and without a byte that was read or written, of which neither the kernel nor the engine has a line. */
    @Test
    void dockersOfAQuietContainerIsWhatTheKernelSays() throws Exception {
        Kernel kernel = new Kernel("docker-quiet");

        assertThat(usage("docker-quiet"))
                .isEqualTo(new ResourceUsage(
                        "c",
                        new CpuTime(kernel.number("cpu.stat usage_usec") * NANOS, 112_390_000_000L, 1),
                        kernel.number("memory.current") - kernel.number("memory.stat inactive_file"),
                        new Counters((int) kernel.number("pids.current"), null, null, 0L, 0L)));
    }

    @Test
    void dockersOfAContainerThatEndedTellsNothing() throws Exception {
        assertThat(usage("docker-ended")).isEqualTo(new ResourceUsage("c", null, null));
    }

    /** Its usage of memory is what is nobody's file, and it counts the numbers of reads and writes beside their bytes. */
    @Test
    void podmansOfABusyContainerIsWhatTheKernelSays() throws Exception {
        Kernel kernel = new Kernel("podman-busy");
        long read = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse("2026-11-30T17:09:51.702511251Z"));

        ResourceUsage usage = podmansUsage("podman-busy");

        CpuTime cpu = requireNonNull(usage.cpu());
        assertThat(cpu.usedNanos()).isEqualTo(kernel.number("cpu.stat usage_usec") * NANOS);
        assertThat(cpu.systemNanos()).isEqualTo(read * cpu.cores());
        assertThat(usage.memoryBytes()).isEqualTo(kernel.number("memory.stat anon"));
        assertThat(usage.counters())
                .isEqualTo(new Counters(
                        (int) kernel.number("pids.current"),
                        0L,
                        0L,
                        kernel.transferred("rbytes"),
                        kernel.transferred("wbytes")));
    }

    /** It lists no disk until something is read or written, as it does where nobody counts. */
    @Test
    void podmansOfAQuietContainerLeavesOpenWhetherAnythingWasRead() throws Exception {
        Kernel kernel = new Kernel("podman-quiet");

        ResourceUsage usage = podmansUsage("podman-quiet");

        assertThat(requireNonNull(usage.cpu()).usedNanos()).isEqualTo(kernel.number("cpu.stat usage_usec") * NANOS);
        assertThat(usage.memoryBytes()).isEqualTo(kernel.number("memory.stat anon"));
        assertThat(usage.counters()).isEqualTo(new Counters((int) kernel.number("pids.current"), 0L, 0L, null, null));
    }

    private static ResourceUsage usage(String name) throws Exception {
        return UsageJson.usage("c", new ObjectMapper().readTree(text(name + ".json")));
    }

    private static ResourceUsage podmansUsage(String name) throws Exception {
        return UsageJson.podmansUsage("c", new ObjectMapper().readTree(text(name + ".json")));
    }

    private static String text(String file) throws IOException {
        try (InputStream content = requireNonNull(UsageRepliesTest.class.getResourceAsStream("/cgroup-v2/" + file))) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    /** What the kernel's files said: the file's name, a key where it has several, and the rest of the line. */
    private static final class Kernel {

        private final Map<String, String> lines = new HashMap<>();

        Kernel(String name) throws IOException {
            for (String line : text(name + ".kernel").lines().toList()) {
                String[] words = line.split(" +", 3);
                if (words.length == 2) {
                    lines.put(words[0], words[1]);
                } else {
                    lines.put(words[0].equals("net.eth0") ? words[0] : words[0] + " " + words[1], line);
                }
            }
        }

        long number(String key) {
            String[] words = requireNonNull(lines.get(key), key).split(" +", -1);
            return Long.parseLong(words[words.length - 1]);
        }

        long received(String network) {
            return Long.parseLong(interfaces(network)[1]);
        }

        long sent(String network) {
            return Long.parseLong(interfaces(network)[9]);
        }

        /** The words of a line of {@code /proc/PID/net/dev}. */
        private String[] interfaces(String network) {
            return requireNonNull(lines.get("net." + network)).split(" +", -1);
        }

        /** Over all disks. */
        long transferred(String key) {
            long sum = 0;
            for (Map.Entry<String, String> disk : lines.entrySet()) {
                if (disk.getKey().startsWith("io.stat ")) {
                    String rest = disk.getValue().replaceFirst(".* " + key + "=", "");
                    sum += Long.parseLong(rest.split(" ", 2)[0]);
                }
            }
            return sum;
        }
    }
}
