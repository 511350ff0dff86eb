package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.status.StatusSampler;
import io.dispenser.telemetry.core.time.Ticker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What samples over many real containers take, in time and in CPU time of this process. Arguments: how many containers (200),
 * how many samples (20), seconds between them (5).
 *
 * <pre>
 *   ./mvnw -q -pl adapter-docker -am test-compile
 *   java -cp … io.dispenser.telemetry.adapter.docker.SampleMeasurement 200 20 5
 * </pre>
 */
final class SampleMeasurement {

    private static final Duration ATMOST = Duration.ofSeconds(10);

    private SampleMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        int containers = argument(arguments, 0, 200);
        int samples = argument(arguments, 1, 20);
        int pauseSeconds = argument(arguments, 2, 5);
        DockerCli docker = DockerCli.require();
        String project = "sample-" + UUID.randomUUID();
        try (DockerContainerEngine engine =
                DockerContainerEngine.connect(DockerSettings.of("unix://" + DockerCli.SOCKET, null, "test"))) {
            for (int i = 0; i < containers; i++) {
                docker.run("--name", project + "-" + i, "--network", "none", DockerCli.IMAGE_1, "sleep", "3600");
            }
            StatusSampler sampler = new StatusSampler(
                    engine, ServiceCatalog.everyContainer(), () -> "host", SampleContents.ALL, Ticker.system());
            List<Long> millis = new ArrayList<>();
            List<Long> cpuMillis = new ArrayList<>();
            for (int i = 0; i < samples; i++) {
                long cpu = cpuNanos();
                long begin = Ticker.system().nanos();
                List<ContainerStatusEvent> rows = sampler.sample(Instant.now(), ATMOST);
                millis.add((Ticker.system().nanos() - begin) / 1_000_000);
                cpuMillis.add((cpuNanos() - cpu) / 1_000_000);
                long known = rows.stream()
                        .filter(row -> row.usage().memoryBytes() != null)
                        .count();
                long rates = rows.stream()
                        .filter(row -> row.usage().cpuPercent() != null)
                        .count();
                System.out.printf(
                        Locale.ROOT,
                        "sample %2d: %d rows, %d with memory, %d with CPU, %d ms, %d ms of CPU%n",
                        i + 1,
                        rows.size(),
                        known,
                        rates,
                        millis.get(i),
                        cpuMillis.get(i));
                Thread.sleep(Duration.ofSeconds(pauseSeconds).toMillis());
            }
            System.out.printf(
                    Locale.ROOT,
                    "median %d ms, longest %d ms, CPU median %d ms, last %d ms%n",
                    median(millis),
                    millis.stream().max(Long::compare).orElseThrow(),
                    median(cpuMillis),
                    cpuMillis.get(samples - 1));
        } finally {
            docker.removeAll();
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
