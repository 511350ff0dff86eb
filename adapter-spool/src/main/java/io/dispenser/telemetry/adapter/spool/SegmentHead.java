package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a segment.
 *
 * @param format the version of the format that its events are in
 * @param table the table's name
 * @param writer the writer id of the batch that the segment becomes
 * @param segment its number
 */
record SegmentHead(int format, String table, String writer, long segment) {

    /** The version that is written. Every version from 1 on is read: see {@link EventFormat#read}. */
    static final int CURRENT_FORMAT = 1;

    private static final String FORMAT = "format";

    static SegmentHead current(String table, String writer, long segment) {
        return new SegmentHead(CURRENT_FORMAT, table, writer, segment);
    }

    /** Reads a document; null if it is whole but not a head. */
    static @Nullable SegmentHead parse(byte[] document) {
        JsonNode node;
        try {
            node = Json.read(document);
        } catch (IOException e) {
            return null;
        }
        JsonNode writer = node.path("writer");
        if (!node.path(FORMAT).isInt()
                || !writer.isTextual()
                || !node.path("segment").isIntegralNumber()) {
            return null;
        }
        return new SegmentHead(
                node.path(FORMAT).intValue(),
                node.path("table").asText(),
                writer.textValue(),
                node.path("segment").longValue());
    }

    byte[] document() throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(FORMAT, format).put("table", table).put("writer", writer).put("segment", segment);
        return Json.write(node);
    }

    boolean isReadable() {
        return format >= 1 && format <= CURRENT_FORMAT;
    }
}
