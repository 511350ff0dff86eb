package io.dispenser.telemetry.app.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the process takes, by the names that Prometheus has for every program: see "Process metrics" in <a
 * href="https://prometheus.io/docs/instrumenting/writing_clientlibs/">Writing client libraries</a>. What the system does not
 * tell is left out.
 */
final class ProcessMetrics implements MeterBinder {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double KIB = 1024;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double MILLIS_A_SECOND = 1e3;

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "process.start.time",
                        () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_A_SECOND)
                .baseUnit("seconds")
                .description("When the process began, in seconds since 1970")
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_A_SECOND)
                    .baseUnit("seconds")
                    .description("Time that processors have worked for the process")
                    .register(registry);
            Gauge.builder("process.open.fds", system::getOpenFileDescriptorCount)
                    .description("Open file descriptors")
                    .register(registry);
            Gauge.builder("process.max.fds", system::getMaxFileDescriptorCount)
                    .description("File descriptors that may be open")
                    .register(registry);
        }
        if (Files.isReadable(STATUS)) {
            Gauge.builder("process.resident.memory", ProcessMetrics::residentBytes)
                    .baseUnit("bytes")
                    .description("Memory that the process takes of the machine")
                    .register(registry);
        }
    }

    private static double residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) { // "VmRSS:     123456 kB"
                    return Long.parseLong(
                                    line.substring(RESIDENT.length()).trim().split(" ", 2)[0])
                            * KIB;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // then it is not known this time
        }
        return Double.NaN;
    }
}
