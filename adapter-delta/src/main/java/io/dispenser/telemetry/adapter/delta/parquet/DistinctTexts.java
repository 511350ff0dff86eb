package io.dispenser.telemetry.adapter.delta.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Texts, in UTF-8. One that comes as a {@link String} is encoded once. */
final class DistinctTexts extends Distinct {

    private final Map<String, Integer> known = new HashMap<>();
    private byte[][] values = new byte[FIRST][];
    private int[] hashes = new int[FIRST];
    private byte[] wanted = new byte[0];
    private int wantedHash;
    private long bytes;

    @Override
    int id(Object value) {
        if (value instanceof String text) {
            Integer id = known.get(text);
            return id == null ? fresh(text) : id;
        }
        return id((byte[]) value);
    }

    private int fresh(String text) {
        int id = id(text.getBytes(StandardCharsets.UTF_8));
        if (isCounted()) {
            known.put(text, id);
        }
        return id;
    }

    private int id(byte[] utf8) {
        wanted = utf8;
        wantedHash = Arrays.hashCode(utf8);
        return find(wantedHash);
    }

    @Override
    boolean isSame(int id) {
        return hashes[id] == wantedHash && Arrays.equals(values[id], wanted);
    }

    @Override
    int hash(int id) {
        return hashes[id];
    }

    @Override
    void keep(int id) {
        if (id == values.length) {
            values = Arrays.copyOf(values, 2 * id);
            hashes = Arrays.copyOf(hashes, 2 * id);
        }
        values[id] = wanted;
        hashes[id] = wantedHash;
        bytes += Integer.BYTES + wanted.length;
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    void writeTo(PlainBytes into, int id) {
        into.number(values[id].length, Integer.BYTES);
        into.bytes(values[id]);
    }

    @Override
    void addTo(Statistics<?> statistics, int id) {
        statistics.updateStats(Binary.fromConstantByteArray(values[id]));
    }

    @Override
    void forEach(Consumer<Object> taker) {
        for (int id = 0; id < size(); id++) {
            taker.accept(values[id]);
        }
    }
}
