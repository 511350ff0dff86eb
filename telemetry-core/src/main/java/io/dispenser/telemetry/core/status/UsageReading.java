package io.dispenser.telemetry.core.status;

import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks what containers use, on a thread of its own: an engine may take more than a second for it, in which the containers
 * can be inspected. To be awaited or closed by the thread that began it.
 */
final class UsageReading implements AutoCloseable {

    private final Map<String, ResourceUsage> usages = new HashMap<>();
    private @Nullable Throwable defect;
    private final Thread reader;

    private UsageReading(ContainerEngine engine, List<String> ids, Duration atMost) {
        this.reader = DaemonThreads.create("telemetry-usage", () -> read(engine, ids, atMost));
    }

    /** @param ids containers that are up; without any, nobody is asked */
    static UsageReading begin(ContainerEngine engine, List<String> ids, Duration atMost) {
        UsageReading reading = new UsageReading(engine, ids, atMost);
        if (!ids.isEmpty()) {
            reading.reader.start();
        }
        return reading;
    }

    /** What was told in time, by container. An engine that can't be asked costs these columns and no row. */
    Map<String, ResourceUsage> await() throws InterruptedException {
        reader.join();
        if (defect instanceof RuntimeException e) {
            throw e;
        }
        if (defect instanceof Error e) {
            throw e;
        }
        return usages;
    }

    /** Breaks it off, if it is still under way. */
    @Override
    public void close() {
        reader.interrupt();
    }

    private void read(ContainerEngine engine, List<String> ids, Duration atMost) {
        try {
            engine.usage(ids, atMost).forEach(usage -> usages.put(usage.containerId(), usage));
        } catch (EngineException e) {
            // The rows tell what the inspections told.
        } catch (InterruptedException e) {
            // Nobody waits for it any more.
        } catch (RuntimeException | Error e) {
            defect = e;
        }
    }
}
