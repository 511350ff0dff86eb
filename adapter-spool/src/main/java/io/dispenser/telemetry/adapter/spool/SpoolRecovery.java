package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.PlainDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes order in a folder that is opened: everything that is not removed becomes a batch that waits. Each step is one
 * rename, or can be taken again, so a crash in the middle leaves a folder that the next start understands.
 */
final class SpoolRecovery {

    private static final Pattern LITTER = Pattern.compile("writer-id\\.tmp|[0-9]{10,18}\\.refiled\\.tmp");

    private final String table;
    private final SpoolFolder folder;
    private final MachineIdentity machine;
    private final ProblemLog problems;
    private final List<SealedSegment> waiting = new ArrayList<>();
    private final List<SegmentName> evidence = new ArrayList<>();
    private final List<SegmentName> rejected = new ArrayList<>();
    private final List<SegmentName> empty = new ArrayList<>();
    private final Set<String> takenFiles = new HashSet<>();
    private final Set<Identity> takenBatches = new HashSet<>();
    private final SegmentChain chain = new SegmentChain();
    private final ReissuedSegments reissued;
    private final NativeNames nativeNames;

    SpoolRecovery(String table, SpoolFolder folder, MachineIdentity machine, ProblemLog problems) {
        this.table = table;
        this.folder = folder;
        this.machine = machine;
        this.problems = problems;
        this.reissued = new ReissuedSegments(folder);
        this.nativeNames = new NativeNames(folder, problems);
    }

    /** What names a batch for ever. */
    private record Identity(String writer, long number) {}

    /**
     * What a folder holds.
     *
     * @param ids the writer ids, the one for new batches the last
     * @param waiting the batches, oldest first
     * @param evidence damaged segments that were delivered, oldest first
     * @param rejected segments of events that can't be rows
     * @param empty open segments without an event, to be deleted when there is a new one
     * @param nextNumber a number that no segment ever had
     */
    record Found(
            WriterIds ids,
            List<SealedSegment> waiting,
            List<SegmentName> evidence,
            List<SegmentName> rejected,
            List<SegmentName> empty,
            long nextNumber) {

        /** The highest number of a batch. */
        long lastSealed() {
            return waiting.stream()
                    .mapToLong(segment -> segment.name().number())
                    .max()
                    .orElse(SegmentChain.NOTHING);
        }
    }

    Found recover() throws IOException, SpoolException {
        List<SegmentName> names = new ArrayList<>();
        long last = -1;
        try (Stream<Path> files = Files.list(folder.path())) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String fileName = NativeDigits.fileName(file);
                Optional<SegmentName> name = SegmentName.parse(fileName)
                        .filter(read -> read.fileName().equals(fileName));
                if (name.isPresent() && !Files.isRegularFile(file)) {
                    leaveAlone(name.get(), "it is no file");
                    last = Math.max(last, name.get().number());
                    continue;
                }
                name.ifPresent(names::add);
                NativeDigits.parse(fileName).ifPresent(read -> nativeNames.add(file, read));
                if (LITTER.matcher(PlainDigits.of(fileName)).matches()) {
                    folder.disk().delete(file);
                }
            }
        }
        names.addAll(nativeNames.beside(names));
        WriterIds ids = new WriterIdRecovery(folder, machine, nativeNames, problems).recover(names);
        nativeNames.rename();
        RejectedNames.finishInterrupted(folder, names);
        RejectedNames.retry(folder, names);
        reissued.order(names, ids);
        for (SegmentName name : names) {
            if (name.state() == SegmentState.DELIVERED_CORRUPT) {
                evidence.add(name);
            } else if (name.state() == SegmentState.REJECTED) {
                rejected.add(name);
            } else {
                take(name, ids);
            }
            last = Math.max(last, name.number());
        }
        reportMissing(names);
        return new Found(ids, waiting, evidence, rejected, empty, last + 1);
    }

    private void take(SegmentName name, WriterIds ids) throws IOException, SpoolException {
        SegmentScan scan = SegmentReader.scan(folder.file(name));
        SegmentHead head = scan.head();
        if (head != null && !head.isReadable()) {
            throw SpoolException.unusable(
                    folder.file(name) + " is in format version " + head.format() + ", and this program reads up to "
                            + SegmentHead.CURRENT_FORMAT + "; run the program that wrote it, or a newer one",
                    null);
        }
        if (head != null && (!head.table().equals(table) || head.segment() != name.number())) {
            leaveAlone(name, "its head says segment " + head.segment() + " of " + head.table());
            return;
        }
        if (!takenFiles.add(name.writtenNumber())) {
            keepDuplicate(name, scan);
            return;
        }
        if (head != null && scan.events() > 0) {
            chain.add(head);
        }
        String writer = head == null ? ids.writerOf(name.number()) : head.writer();
        if (!takenBatches.add(new Identity(writer, name.number()))) {
            leaveAlone(name, anotherFileFor(name));
        } else if (name.state() == SegmentState.OPEN) {
            takeOpen(name, scan, writer);
        } else if (name.state() == SegmentState.SEALED && scan.isWhole(name.events())) {
            waiting.add(new SealedSegment(name, writer, scan.events(), Files.size(folder.file(name))));
        } else {
            setAside(name, name, scan, writer);
        }
    }

    /**
     * What is left where a segment was written anew and its old file was not gone yet: the new one, which is taken first, has
     * its events, or they are in the table. An open file beside a frozen one of its number can be nothing else.
     */
    private void keepDuplicate(SegmentName name, SegmentScan scan) throws IOException {
        boolean open = name.state() == SegmentState.OPEN;
        if (!open && !reissued.contains(name)) {
            leaveAlone(name, anotherFileFor(name));
        } else if (name.state() == SegmentState.SEALED) {
            folder.delete(name.fileName());
        } else {
            SegmentName aside = (open ? name.sealed(scan.events()) : name).as(SegmentState.DELIVERED_CORRUPT);
            folder.rename(name.fileName(), aside.fileName());
            evidence.add(aside);
        }
    }

    private static String anotherFileFor(SegmentName name) {
        return "there is another file for segment " + name.number();
    }

    private void leaveAlone(SegmentName name, String why) {
        problems.report(
                SpoolProblem.Kind.LEFT_ALONE,
                name.fileName(),
                0,
                folder.file(name) + " is left alone and not delivered: " + why);
    }

    /** Gives a damaged segment its name; what can be read of it waits like any other batch. */
    private void setAside(SegmentName name, SegmentName frozen, SegmentScan scan, String writer) throws IOException {
        problems.reportCorrupt(folder, frozen, scan.events());
        SegmentName aside = frozen.as(scan.events() == 0 ? SegmentState.DELIVERED_CORRUPT : SegmentState.CORRUPT);
        if (!aside.equals(name)) {
            folder.rename(name.fileName(), aside.fileName());
        }
        if (scan.events() == 0) {
            evidence.add(aside);
        } else {
            waiting.add(new SealedSegment(aside, writer, scan.events(), Files.size(folder.file(aside))));
        }
    }

    private void reportMissing(List<SegmentName> names) {
        Set<Long> present = new HashSet<>();
        names.forEach(name -> present.add(name.number()));
        for (long number : chain.missing(present)) {
            SegmentName open = SegmentName.open(number);
            problems.report(
                    SpoolProblem.Kind.MISSING_SEGMENT,
                    open.writtenNumber(),
                    0,
                    "segment " + number + " in " + folder.path()
                            + " is gone, and those before it are not delivered yet: somebody deleted its file, and its"
                            + " events with it");
        }
    }

    private void takeOpen(SegmentName name, SegmentScan scan, String writer) throws IOException {
        if (scan.events() == 0) {
            reportTail(name, scan);
            empty.add(name);
        } else if (scan.isDamagedInside()) {
            SegmentName frozen = name.sealed(scan.events() + scan.damagedEvents());
            setAside(name, frozen, scan, writer);
        } else {
            reportTail(name, scan);
            // Also where there is nothing to cut: what a killed process wrote may not have been forced.
            folder.disk().cut(folder.file(name), scan.wholeEnd());
            SegmentName sealed = name.sealed(scan.events());
            folder.rename(name.fileName(), sealed.fileName());
            waiting.add(new SealedSegment(sealed, writer, scan.events(), scan.wholeEnd()));
        }
    }

    private void reportTail(SegmentName name, SegmentScan scan) {
        if (scan.tailBytes() > 0) {
            problems.report(
                    SpoolProblem.Kind.TORN_TAIL,
                    name.fileName(),
                    scan.tailLines(),
                    "the last " + scan.tailBytes() + " bytes of " + folder.file(name)
                            + " are not whole, as after a crash in the middle of an append; they were cut off");
        }
    }
}
