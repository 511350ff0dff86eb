package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a spool that can't be rows, in files of their own: {@code 0000000012.3of345.rejected} holds three of the 345
 * events that segment 12 had. What is left of the segment keeps its number and its writer id, since a batch is rejected only
 * while its table lacks that name.
 *
 * <p>Such a file is a segment of a writer id that nobody else has. So to try its events again is a rename: whatever crashes
 * then, its table knows the batch by that name, as it knows any other. While a spool is open, somebody may rename one to {@code
 * *.retry}, or delete it, at any time.
 *
 * <p>The file is durable before the segment is written without its events, so a crash may leave them in both; {@link RejectedNames#finishInterrupted}
 * tells by the numbers in the names which of the two counts.
 */
final class RejectedSegments<E extends TelemetryEvent> {

    private final String table;
    private final EventFormat<E> format;
    private final SpoolFolder folder;
    private final SpoolUsage usage;

    RejectedSegments(String table, EventFormat<E> format, SpoolFolder folder, SpoolUsage usage) {
        this.table = table;
        this.format = format;
        this.folder = folder;
        this.usage = usage;
    }

    /**
     * Takes the rejected events out of a segment.
     *
     * @return what is left of it; empty if nothing is
     */
    Optional<SealedSegment> split(SealedSegment segment, Batch<E> batch, List<Rejection> rejections)
            throws IOException {
        List<E> left = Rejection.without(batch.events(), rejections);
        Documents documents = documents(segment, batch, left);
        int rejected = documents.rejected().size();
        SegmentName aside = segment.name().rejected(rejected, batch.events().size());
        List<String> problems =
                rejections.stream().map(Rejection::problem).distinct().limit(10).toList();
        byte[] content = lines(documents.head().rejected(UUID.randomUUID().toString(), problems), documents.rejected());
        folder.replace(aside.fileName(), aside.temporaryFileName(), content);
        folder.forceIfNeeded();
        usage.addRejected(rejected, content.length);
        Optional<SealedSegment> rest =
                left.isEmpty() ? Optional.empty() : Optional.of(rest(segment, documents.head(), documents.left()));
        if (segment.isDamaged()) {
            SegmentName evidence = segment.name().as(SegmentState.DELIVERED_CORRUPT);
            folder.rename(segment.name().fileName(), evidence.fileName());
            usage.addEvidence(evidence, segment.bytes());
        } else {
            folder.delete(segment.name().fileName()); // what a crash leaves of it, the next start deals with
            usage.add(0, -segment.bytes());
        }
        usage.add(-rejected, 0);
        return rest;
    }

    private SealedSegment rest(SealedSegment segment, SegmentHead head, List<byte[]> documents) throws IOException {
        SegmentName name = segment.name().sealed(documents.size());
        byte[] content = lines(head, documents);
        folder.replace(name.fileName(), name.temporaryFileName(), content);
        folder.forceIfNeeded();
        usage.add(0, content.length);
        return new SealedSegment(name, segment.writer(), documents.size(), content.length);
    }

    /** The lines of a segment as they are: what can't be a row may well be something that can't be written again, either. */
    private record Documents(SegmentHead head, List<byte[]> left, List<byte[]> rejected) {}

    private Documents documents(SealedSegment segment, Batch<E> batch, List<E> left) throws IOException {
        Documents documents = new Documents(
                SegmentHead.current(table, segment.writer(), batch.number()), new ArrayList<>(), new ArrayList<>());
        int place = 0;
        @Nullable SegmentHead head;
        try (SegmentReader reader = new SegmentReader(folder.file(segment.name()))) {
            for (byte @Nullable [] document = reader.next(); document != null; document = reader.next()) {
                if (!format.isReadable(reader.head(), document)) {
                    continue;
                }
                int next = documents.left().size();
                boolean stays =
                        next < left.size() && left.get(next) == batch.events().get(place);
                place++;
                (stays ? documents.left() : documents.rejected()).add(document);
            }
            head = reader.head();
        }
        return head == null ? documents : new Documents(head, documents.left(), documents.rejected());
    }

    private static byte[] lines(SegmentHead head, List<byte[]> documents) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        LineChecksum.writeLine(head.document(), lines);
        for (byte[] document : documents) {
            LineChecksum.writeLine(document, lines);
        }
        return lines.toByteArray();
    }

    /** What somebody wants to try again, each a batch from now on; and looks how many are still set aside. */
    List<SealedSegment> retried() throws IOException {
        List<SegmentName> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.path())) {
            files.map(file -> SegmentName.parse(file.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .forEach(names::add);
        }
        List<SealedSegment> batches = new ArrayList<>();
        for (SegmentName sealed : RejectedNames.retry(folder, names)) {
            SegmentScan scan = SegmentReader.scan(folder.file(sealed));
            @Nullable SegmentHead head = scan.head();
            if (head != null && scan.isWhole(sealed.events())) { // else the next start sets it aside as it does others
                long size = Files.size(folder.file(sealed));
                usage.add(scan.events(), size);
                batches.add(new SealedSegment(sealed, head.writer(), scan.events(), size));
            }
        }
        long events = 0;
        long bytes = 0;
        for (SegmentName name : names) {
            if (name.state() == SegmentState.REJECTED) {
                try {
                    bytes += Files.size(folder.file(name));
                    events += name.events();
                } catch (NoSuchFileException e) {
                    // dropped just now
                }
            }
        }
        usage.setRejected(events, bytes);
        return batches;
    }
}
