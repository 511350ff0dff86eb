package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file {@code writer-id}: under which id new batches go, from which segment on, and on which machine; and the ids
 * before, for a segment whose own head can't be read.
 *
 * @param machine the machine that the last of {@code epochs} is bound to
 * @param epochs the ids in the order of their segments; the last one holds now
 */
record WriterIds(MachineIdentity machine, List<WriterEpoch> epochs) {

    static final String FILE = "writer-id";
    static final String TEMPORARY_FILE = "writer-id.tmp";

    /** More than anybody has in one spool at a time. */
    private static final int TERMS_KEPT = 50;

    /**
     * An id and the first segment that goes under it.
     *
     * @param writer the id
     * @param firstSegment the number from which on it holds
     */
    record WriterEpoch(String writer, long firstSegment) {}

    String current() {
        return epochs.get(epochs.size() - 1).writer();
    }

    /** The id that held when segment {@code number} was made. */
    String writerOf(long number) {
        String writer = epochs.get(0).writer();
        for (WriterEpoch epoch : epochs) {
            if (epoch.firstSegment() <= number) {
                writer = epoch.writer();
            }
        }
        return writer;
    }

    /** Where {@code writer} stands among the ids, the present one last; -1 if it is none of them. */
    int epoch(String writer) {
        return epochs.stream().map(WriterEpoch::writer).toList().indexOf(writer);
    }

    WriterIds followedBy(MachineIdentity otherMachine, WriterEpoch epoch) {
        List<WriterEpoch> all = new ArrayList<>(epochs);
        all.add(epoch);
        return new WriterIds(otherMachine, List.copyOf(all.subList(Math.max(0, all.size() - TERMS_KEPT), all.size())));
    }

    /** Reads the file; empty if there is none, or it can't be understood. */
    static Optional<WriterIds> read(Path folder) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(folder.resolve(FILE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return parse(Json.read(content));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<WriterIds> parse(JsonNode node) {
        List<WriterEpoch> epochs = new ArrayList<>();
        for (JsonNode earlier : node.path("earlier")) {
            epoch(earlier).ifPresent(epochs::add);
        }
        Optional<WriterEpoch> current = epoch(node);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        epochs.add(current.get());
        Map<String, String> marks = new TreeMap<>();
        node.path("machine")
                .properties()
                .forEach(mark -> marks.put(mark.getKey(), mark.getValue().asText()));
        return Optional.of(new WriterIds(new MachineIdentity(marks), List.copyOf(epochs)));
    }

    private static Optional<WriterEpoch> epoch(JsonNode node) {
        if (!node.path("writer").isTextual() || !node.path("first_segment").isIntegralNumber()) {
            return Optional.empty();
        }
        return Optional.of(new WriterEpoch(
                node.path("writer").textValue(), node.path("first_segment").longValue()));
    }

    void write(SpoolFolder folder) throws IOException {
        ObjectNode node = json(epochs.get(epochs.size() - 1));
        ObjectNode marks = node.putObject("machine");
        new TreeMap<>(machine.marks()).forEach(marks::put);
        ArrayNode earlier = node.putArray("earlier");
        epochs.subList(0, epochs.size() - 1).forEach(epoch -> earlier.add(json(epoch)));
        folder.replace(FILE, TEMPORARY_FILE, Json.writeIndented(node));
    }

    private static ObjectNode json(WriterEpoch epoch) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("writer", epoch.writer())
                .put("first_segment", epoch.firstSegment());
    }
}
