package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One container in the document: what it is now, and, where there is room, how it was in each bucket. */
final class SeriesJson {

    /** Stands for no value among 16 bits. */
    private static final int NONE = 0xFFFF;

    private static final int LARGEST = NONE - 1;

    private final Buckets buckets;

    SeriesJson(Buckets buckets) {
        this.buckets = buckets;
    }

    /** About how many characters {@link #detail} writes beside the marks of restarts: four thirds of seven bytes a bucket, and names. */
    static long detailSize(int buckets) {
        return buckets * 28L / 3 + 150;
    }

    /** @param host where the container's host stands */
    void summary(Series series, int host, int[] restarts, JsonGenerator json) throws IOException {
        json.writeNumberField("host", host);
        text(json, "project", series.project);
        text(json, "service", series.service);
        text(json, "name", series.name);
        text(json, "image", series.image);
        text(json, "state", series.stateWord);
        text(json, "health", series.healthWord);
        time(json, "started", series.started);
        if (series.exit == Sample.NO_EXIT) {
            json.writeNullField("exit");
        } else {
            json.writeNumberField("exit", series.exit);
        }
        json.writeBooleanField("oom", series.oom);
        json.writeNumberField("restarts", sum(restarts));
        time(json, "last", series.latest);
        text(json, "output", series.output);
        bytes(json, "memoryLimit", series.memoryLimit);
        percent(json, "cpuNow", series.cpu);
        percent(json, "cpuPeak", series.cpuPeak());
        bytes(json, "memoryNow", series.memory);
        double peak = series.memoryPeak();
        bytes(json, "memoryPeak", Double.isNaN(peak) ? Sample.NO_BYTES : Math.round(peak));
    }

    static long sum(int[] restarts) {
        long sum = 0;
        for (int each : restarts) {
            sum += each;
        }
        return sum;
    }

    void noDetail(JsonGenerator json) throws IOException {
        for (String name :
                new String[] {"bands", "ticks", "cpuScale", "cpuMean", "cpuMax", "memoryScale", "memoryMax"}) {
            json.writeNullField(name);
        }
    }

    void detail(Series series, int[] restarts, JsonGenerator json) throws IOException {
        json.writeStringField("bands", Base64.getEncoder().encodeToString(bands(series)));
        json.writeArrayFieldStart("ticks");
        for (int i = 0; i < restarts.length; i++) {
            if (restarts[i] > 0) {
                json.writeStartArray();
                json.writeNumber(i);
                json.writeNumber(restarts[i]);
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        Cells cells = series.cells;
        double cpuScale = scale(series.cpuPeak());
        scale(json, "cpuScale", cpuScale);
        values(json, "cpuMean", cells::cpuMean, cpuScale);
        values(json, "cpuMax", cells::cpuMax, cpuScale);
        double memoryScale = scale(series.memoryPeak());
        scale(json, "memoryScale", memoryScale);
        values(json, "memoryMax", cells::memoryMax, memoryScale);
    }

    private byte[] bands(Series series) {
        byte[] bands = new byte[buckets.count()];
        for (int i = 0; i < bands.length; i++) {
            bands[i] = series.cells.band(i);
        }
        return bands;
    }

    /** The scale that has {@code peak} as its largest number; NaN if there are no values. */
    private static double scale(double peak) {
        return Double.isNaN(peak) ? peak : peak <= 0 ? 1 : peak / LARGEST;
    }

    private static void scale(JsonGenerator json, String name, double scale) throws IOException {
        if (Double.isNaN(scale)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, scale);
        }
    }

    private void values(JsonGenerator json, String name, IntToDoubleFunction of, double scale) throws IOException {
        if (Double.isNaN(scale)) {
            json.writeNullField(name);
            return;
        }
        byte[] bytes = new byte[2 * buckets.count()];
        for (int i = 0; i < buckets.count(); i++) {
            double value = of.applyAsDouble(i);
            int scaled = Double.isNaN(value) ? NONE : (int) Math.max(0, Math.min(LARGEST, Math.round(value / scale)));
            bytes[2 * i] = (byte) scaled;
            bytes[2 * i + 1] = (byte) (scaled >> Byte.SIZE);
        }
        json.writeStringField(name, Base64.getEncoder().encodeToString(bytes));
    }

    static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    static void index(JsonGenerator json, String name, @Nullable Integer index) throws IOException {
        if (index == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, index);
        }
    }

    static void time(JsonGenerator json, String name, long millis) throws IOException {
        if (millis == Sample.NO_TIME) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, millis);
        }
    }

    private static void bytes(JsonGenerator json, String name, long bytes) throws IOException {
        if (bytes < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, bytes);
        }
    }

    private static void percent(JsonGenerator json, String name, double percent) throws IOException {
        if (Double.isFinite(percent)) {
            json.writeNumberField(name, Math.round(percent * 100) / 100.0);
        } else {
            json.writeNullField(name);
        }
    }
}
