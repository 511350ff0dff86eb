package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A container's part of a document, bucket by bucket. */
final class DraftedSeries {

    static final int RUNNING = 1;
    static final int HEALTHY = 0x11;
    static final int STARTING = 0x21;
    static final int UNHEALTHY = 0x31;
    static final int RESTARTING = 4;
    static final int EXITED = 6;
    static final int FAILED = 7;
    static final int MISSING = 9;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOTHING = 65_535;
    private static final int SCALED = 10_000;
    private static final double MEBI = 1 << 20;

    final ObjectNode node = JSON.createObjectNode();
    private final byte[] bands;
    private final double[] cpu;
    private final double[] memory;
    private final ArrayNode ticks = JSON.createArrayNode();
    private int restarts;

    DraftedSeries(int host, @Nullable String project, String service, String name, String image, int buckets) {
        node.put("host", host)
                .put("project", project)
                .put("service", service)
                .put("name", name)
                .put("image", image)
                .put("state", "running")
                .put("health", "healthy")
                .putNull("exit")
                .put("oom", false)
                .putNull("output")
                .putNull("memoryLimit");
        bands = new byte[buckets];
        cpu = new double[buckets];
        memory = new double[buckets];
        band(0, buckets, HEALTHY);
    }

    /** What it is now. */
    DraftedSeries now(String state, @Nullable String health) {
        node.put("state", state).put("health", health);
        return this;
    }

    DraftedSeries exited(int code, boolean outOfMemory) {
        now("exited", null);
        node.put("exit", code).put("oom", outOfMemory);
        return this;
    }

    DraftedSeries output(String text) {
        node.put("output", text);
        return this;
    }

    DraftedSeries limit(double mebibytes) {
        node.put("memoryLimit", (long) (mebibytes * MEBI));
        return this;
    }

    /** What it was from one bucket to another, as the document has it; 0 is no sample, and there are no values either. */
    DraftedSeries band(int from, int to, int band) {
        Arrays.fill(bands, from, to, (byte) band);
        return this;
    }

    DraftedSeries restart(int bucket, int many) {
        ticks.addArray().add(bucket).add(many);
        restarts += many;
        return this;
    }

    DraftedSeries cpu(IntToDoubleFunction percent) {
        Arrays.setAll(cpu, percent);
        return this;
    }

    DraftedSeries memory(IntToDoubleFunction mebibytes) {
        Arrays.setAll(memory, i -> mebibytes.applyAsDouble(i) * MEBI);
        return this;
    }

    /** The work of one who is busy by day, in a week of buckets of ten minutes. */
    static IntToDoubleFunction busy(int seed, double mean, double swing) {
        double[] noise = new SplittableRandom(seed).doubles(7 * 144, 0.75, 1.25).toArray();
        return i -> Math.max(0.1, (mean + swing * Math.sin((i - 50) * 2 * Math.PI / 144)) * noise[i % noise.length]);
    }

    ObjectNode json(long from, long bucket) {
        int last = bands.length - 1;
        while (last > 0 && bands[last] == 0) {
            last--;
        }
        double most = Math.max(1, Arrays.stream(cpu).max().orElse(0));
        double full = Math.max(1, Arrays.stream(memory).max().orElse(0));
        node.put("started", from)
                .put("last", from + last * bucket)
                .put("restarts", restarts)
                .put("cpuNow", runs(last) ? (Double) cpu[last] : null)
                .put("cpuPeak", most)
                .put("memoryNow", runs(last) ? (Long) (long) memory[last] : null)
                .put("memoryPeak", (long) full)
                .put("bands", Base64.getEncoder().encodeToString(bands))
                .put("cpuScale", most / SCALED)
                .put("cpuMean", encoded(cpu, most * 1.4))
                .put("cpuMax", encoded(cpu, most))
                .put("memoryScale", full / SCALED)
                .put("memoryMax", encoded(memory, full));
        node.set("ticks", ticks);
        return node;
    }

    private boolean runs(int at) {
        return (bands[at] & 15) == RUNNING || (bands[at] & 15) == RESTARTING;
    }

    private String encoded(double[] values, double full) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            bytes.putShort((short) (runs(i) ? Math.round(values[i] / full * SCALED) : NOTHING));
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
