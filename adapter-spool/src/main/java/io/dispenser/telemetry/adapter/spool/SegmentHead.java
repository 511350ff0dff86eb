package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a segment.
 *
 * @param format the version of the format that its events are in
 * @param table the table's name
 * @param writer the writer id of the batch that the segment becomes
 * @param segment its number
 * @param follows the number of the segment that was sealed before it, {@link SegmentChain#NOTHING} of the first; null if
 *     that is not known
 * @param problems what is wrong with its events, if they are set aside because they can't be rows; else empty
 */
record SegmentHead(
        int format,
        String table,
        String writer,
        long segment,
        @Nullable Long follows,
        List<String> problems) {

    /** The version that is written. Every version from 1 on is read: see {@link EventFormat#read}. */
    static final int CURRENT_FORMAT = 1;

    private static final String FORMAT = "format";

    private static final String FOLLOWS = "follows";
    private static final String PROBLEMS = "problems";

    static SegmentHead current(String table, String writer, long segment) {
        return new SegmentHead(CURRENT_FORMAT, table, writer, segment, null, List.of());
    }

    /** The same of a segment that {@code number} was sealed before. */
    SegmentHead following(long number) {
        return new SegmentHead(format, table, writer, segment, number, problems);
    }

    /** The same of some of its events that can't be rows, under a writer id of their own. */
    SegmentHead rejected(String other, List<String> reasons) {
        return new SegmentHead(format, table, other, segment, null, reasons);
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
        List<String> problems = new ArrayList<>();
        node.path(PROBLEMS).forEach(problem -> problems.add(problem.asText()));
        JsonNode follows = node.path(FOLLOWS);
        return new SegmentHead(
                node.path(FORMAT).intValue(),
                node.path("table").asText(),
                writer.textValue(),
                node.path("segment").longValue(),
                follows.isIntegralNumber() ? (Long) follows.longValue() : null,
                List.copyOf(problems));
    }

    byte[] document() throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(FORMAT, format).put("table", table).put("writer", writer).put("segment", segment);
        if (follows != null) {
            node.put(FOLLOWS, follows);
        }
        if (!problems.isEmpty()) {
            problems.forEach(node.putArray(PROBLEMS)::add);
        }
        return Json.write(node);
    }

    boolean isReadable() {
        return format >= 1 && format <= CURRENT_FORMAT;
    }
}
