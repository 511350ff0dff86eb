package io.dispenser.telemetry.app.host;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.function.LongSupplier;

/**
 * The serial collector's tenured generation, which is collected when a good part of it may be garbage. Java 17's collector looks at
 * it whenever it has grown; that of Java 25 lets it grow to the largest heap first. Events live until they are written, long enough
 * to be tenured, so an agent at rest would take more memory each minute, for hours. Other collectors are let alone.
 *
 * <p>One thread at a time.
 */
public final class TenuredGeneration {

    private static final String SERIAL = "Tenured Gen";
    private static final long WORTH_A_COLLECTION = 4 << 20;
    private static final int OR_A_PART = 4;

    private final LongSupplier used;
    private final LongSupplier live;
    private final Runnable collect;

    /**
     * @param used its bytes now
     * @param live its bytes after its last collection, 0 before the first
     * @param collect collects it
     */
    TenuredGeneration(LongSupplier used, LongSupplier live, Runnable collect) {
        this.used = used;
        this.live = live;
        this.collect = collect;
    }

    /** The one of this JVM; one that is never collected where the collector is another. */
    public static TenuredGeneration ofThisProcess() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(SERIAL))
                .findFirst()
                .map(TenuredGeneration::of)
                .orElseGet(() -> new TenuredGeneration(() -> 0, () -> 0, () -> {}));
    }

    private static TenuredGeneration of(MemoryPoolMXBean pool) {
        return new TenuredGeneration(
                () -> pool.getUsage().getUsed(), () -> pool.getCollectionUsage().getUsed(), System::gc);
    }

    /** Has it collected if it has grown by 4 MiB, and by a quarter, since the last time: about 30 ms for an agent at rest. */
    public void look() {
        long before = live.getAsLong();
        if (used.getAsLong() - before >= Math.max(WORTH_A_COLLECTION, before / OR_A_PART)) {
            collect.run();
        }
    }
}
