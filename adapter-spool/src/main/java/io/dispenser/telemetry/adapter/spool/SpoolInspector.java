package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.storage.PlainDigits;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the spools of all tables, also while a program runs that has them open: it takes no lock and changes nothing.
 * What it tells is of one moment a segment; one that is removed meanwhile is left out.
 *
 * <p>Memory: one event. Any thread.
 */
public final class SpoolInspector {

    private final Path folderOfAllTables;
    private final Map<String, EventFormat<?>> formats = new HashMap<>();

    /** An inspector of the folder that {@link FileSpool#open} is given, which understands the events of our two tables. */
    public SpoolInspector(Path folderOfAllTables) {
        this(folderOfAllTables, TelemetryTables.all());
    }

    /**
     * An inspector of the folder that {@link FileSpool#open} is given.
     *
     * @param known the tables whose events are understood; of any other's, only whether a line is whole is looked at
     */
    public SpoolInspector(Path folderOfAllTables, List<? extends TelemetryTable<?>> known) {
        this.folderOfAllTables = folderOfAllTables;
        for (TelemetryTable<?> table : known) {
            formats.put(table.name(), EventFormat.of(table));
        }
    }

    /**
     * The names of the tables that have a spool here, sorted.
     *
     * @throws IOException if the folder can't be read; {@link NoSuchFileException} if there is none
     */
    public List<String> tables() throws IOException {
        try (Stream<Path> folders = Files.list(folderOfAllTables)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(WriterIds.FILE)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /**
     * All segments, by table and number, each read from beginning to end: what it holds, and what is wrong with it.
     *
     * @throws IOException if a folder or a file can't be read
     */
    public List<SpooledSegment> segments() throws IOException {
        List<SpooledSegment> segments = new ArrayList<>();
        for (String table : tables()) {
            for (Listed listed : list(table)) {
                inspect(table, listed).ifPresent(segments::add);
            }
        }
        return segments;
    }

    /**
     * Gives the events of {@code table} that still have to reach it, in the order in which they were accepted, to
     * {@code visitor}; those of a segment that is sealed or reissued meanwhile, too.
     *
     * @throws IOException if the folder or a file can't be read
     */
    public void forEachEvent(String table, Consumer<SpooledEvent> visitor) throws IOException {
        forEachEvent(table, SpoolInspector::isWaiting, visitor);
    }

    /**
     * The same of the events that were set aside because they can't be rows.
     *
     * @throws IOException if the folder or a file can't be read
     */
    public void forEachRejectedEvent(String table, Consumer<SpooledEvent> visitor) throws IOException {
        forEachEvent(table, state -> state == SegmentState.REJECTED, visitor);
    }

    private static boolean isWaiting(SegmentState state) {
        return state != SegmentState.DELIVERED_CORRUPT && state != SegmentState.REJECTED;
    }

    private void forEachEvent(String table, Predicate<SegmentState> wanted, Consumer<SpooledEvent> visitor)
            throws IOException {
        Set<String> read = new HashSet<>();
        Set<String> missing = new HashSet<>();
        boolean moved = true;
        while (moved) { // sealed or reissued since it was listed, and has another name; or it is delivered
            moved = false;
            Set<String> before = Set.copyOf(read);
            for (Listed listed : list(table)) {
                SegmentName name = listed.name();
                if (!wanted.test(name.state()) || before.contains(name.writtenNumber())) {
                    continue;
                }
                try (SegmentReader reader = new SegmentReader(listed.file())) {
                    for (byte @Nullable [] event = reader.next(); event != null; event = reader.next()) {
                        visitor.accept(
                                new SpooledEvent(table, name.number(), new String(event, StandardCharsets.UTF_8)));
                    }
                    read.add(name.writtenNumber());
                } catch (NoSuchFileException e) {
                    moved |= missing.add(listed.fileName()); // a link into nowhere is asked for once
                }
            }
        }
    }

    /** A segment's file, and what its name says, also one with the digits of another script. */
    private record Listed(Path file, String fileName, SegmentName name) {

        static Optional<Listed> of(Path file) {
            String fileName = NativeDigits.fileName(file);
            return SegmentName.parse(PlainDigits.of(fileName)).map(name -> new Listed(file, fileName, name));
        }
    }

    private List<Listed> list(String table) throws IOException {
        try (Stream<Path> files = Files.list(folderOfAllTables.resolve(table))) {
            return files.map(Listed::of)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingLong(
                                    (Listed listed) -> listed.name().number())
                            .thenComparing(listed -> listed.name().state())
                            .thenComparing(Listed::fileName))
                    .toList();
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new NoSuchFileException(
                    folderOfAllTables.resolve(table).toString(), null, "there is no spool of the table " + table);
        }
    }

    private Optional<SpooledSegment> inspect(String table, Listed listed) throws IOException {
        Optional<SpooledSegment> segment = read(table, listed);
        if (segment.isPresent() || listed.name().state() != SegmentState.OPEN) {
            return segment;
        }
        for (Listed now : list(table)) { // it was sealed since it was listed, and has another name
            if (now.name().isOfSameSegment(listed.name())) {
                return read(table, now);
            }
        }
        return Optional.empty();
    }

    /** Empty if the file is no longer there. */
    private Optional<SpooledSegment> read(String table, Listed listed) throws IOException {
        Path file = listed.file();
        SegmentName name = listed.name();
        List<String> problems = new ArrayList<>();
        @Nullable Instant oldest = null;
        SegmentScan scan;
        long bytes;
        try (SegmentReader reader = new SegmentReader(file)) {
            bytes = Files.size(file);
            for (byte @Nullable [] event = reader.next(); event != null; event = reader.next()) {
                @Nullable Instant timestamp = timestamp(event);
                if (timestamp != null && (oldest == null || timestamp.isBefore(oldest))) {
                    oldest = timestamp;
                }
                problem(table, reader.head(), event).ifPresent(problems::add);
            }
            scan = reader.soFar();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        problems.addAll(problems(table, name, scan));
        SegmentHead head = scan.head();
        String writer = head == null ? null : head.writer();
        return Optional.of(new SpooledSegment(
                table, name.number(), listed.fileName(), writer, name.state(), scan.events(), bytes, oldest, problems));
    }

    private static @Nullable Instant timestamp(byte[] event) throws IOException {
        JsonNode timestamp = Json.read(event).path("timestamp");
        try {
            return timestamp.isTextual() ? Instant.parse(timestamp.textValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Why a whole line is no event of its table, if it is not. */
    private Optional<String> problem(String table, @Nullable SegmentHead head, byte[] event) {
        EventFormat<?> format = formats.get(table);
        if (format == null || head == null || !head.isReadable()) {
            return Optional.empty();
        }
        try {
            format.read(head.format(), event);
            return Optional.empty();
        } catch (UnreadableEventException e) {
            return Optional.of("an event can't be understood: " + e.getMessage());
        }
    }

    private static List<String> problems(String table, SegmentName name, SegmentScan scan) {
        List<String> problems = new ArrayList<>();
        SegmentHead head = scan.head();
        if (head != null) {
            problems.addAll(head.problems());
        }
        if (head != null && !head.isReadable()) {
            problems.add("format version " + head.format() + " is newer than this program, which reads up to "
                    + SegmentHead.CURRENT_FORMAT);
        }
        if (head != null && (!head.table().equals(table) || head.segment() != name.number())) {
            problems.add("its head says segment " + head.segment() + " of " + head.table() + ": it is left alone");
        }
        if (head == null && scan.events() > 0) {
            problems.add("its head can't be read");
        }
        if (scan.damagedLines() > 0) {
            problems.add(scan.damagedLines() + " lines can't be read");
        }
        if (name.state() == SegmentState.OPEN) {
            if (scan.tailBytes() > 0) {
                problems.add("the last " + scan.tailBytes()
                        + " bytes are not whole: they are being written, or will be cut off at the next start");
            }
        } else if (scan.events() < name.events()) {
            problems.add(scan.events() + " of about " + name.events() + " events can be read");
        }
        return problems;
    }
}
