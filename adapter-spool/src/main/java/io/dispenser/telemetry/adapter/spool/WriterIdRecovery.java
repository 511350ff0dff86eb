package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Under which writer id a folder that is opened goes on: its own, or a new one where it could be used twice. */
final class WriterIdRecovery {

    private final SpoolFolder folder;
    private final MachineIdentity machine;
    private final NativeNames nativeNames;
    private final ProblemLog problems;

    WriterIdRecovery(SpoolFolder folder, MachineIdentity machine, NativeNames nativeNames, ProblemLog problems) {
        this.folder = folder;
        this.machine = machine;
        this.nativeNames = nativeNames;
        this.problems = problems;
    }

    /**
     * The file's ids, or a new one: on another machine; when the file is lost; and when there is no open segment, which
     * there always is unless somebody deleted it or a start ended before it had made one, since then nobody knows which
     * numbers were used. Neither do the names of
     * segments with digits of another script tell; so there is a new id then, too.
     */
    WriterIds recover(List<SegmentName> names) throws IOException {
        Optional<WriterIds> known = WriterIds.read(folder.path());
        boolean anyOpen = names.stream().anyMatch(name -> name.state() == SegmentState.OPEN);
        if (known.isPresent() && known.get().machine().isSame(machine) && anyOpen && nativeNames.areNone()) {
            return known.get();
        }
        long lastFrozen = names.stream()
                .filter(name -> name.state() != SegmentState.OPEN)
                .mapToLong(SegmentName::number)
                .max()
                .orElse(-1);
        WriterIds.WriterEpoch epoch =
                new WriterIds.WriterEpoch(UUID.randomUUID().toString(), lastFrozen + 1);
        WriterIds ids = known.orElse(new WriterIds(machine, List.of())).followedBy(machine, epoch);
        String consequence = "; new batches go under the new writer id " + epoch.writer();
        if (!nativeNames.areNone()) {
            newWriter(nativeNames.message() + consequence);
        } else if (known.isEmpty() && !names.isEmpty()) {
            newWriter("the file " + WriterIds.FILE + " is missing or unreadable" + consequence);
        } else if (known.isPresent() && !known.get().machine().isSame(machine)) {
            newWriter("the spool " + folder.path() + " was made on another machine" + consequence);
        } else if (known.isPresent()) {
            newWriter("the spool " + folder.path()
                    + " has no open segment: somebody deleted files in it, or a start was cut off" + consequence);
        }
        ids.write(folder);
        return ids;
    }

    private void newWriter(String message) {
        problems.report(SpoolProblem.Kind.NEW_WRITER, WriterIds.FILE, 0, message);
    }
}
