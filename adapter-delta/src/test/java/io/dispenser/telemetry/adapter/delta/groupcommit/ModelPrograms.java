package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.Disposal;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitListener;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitter;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelPorts.ModelGroupLog;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelPorts.ModelInbox;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelPorts.ModelLeases;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelPorts.ModelScheduler;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelProcess.Program;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxListing;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the processes of the model run: the classes of the program, over ports that ask the model. */
@SuppressWarnings("unchecked")
final class ModelPrograms {

    /** All that a holder waits for is over then. */
    private static final Duration LONG = Duration.ofHours(2);

    private ModelPrograms() {}

    /** A holder of the commit lease, from the time that it has it. */
    static void holder(ModelIo io) throws Exception {
        ModelGroupLog log = new ModelGroupLog(io);
        GroupCommitter committer = committer(io, log, new ModelLeases(io));
        while (true) {
            io.boundary("holder", committer, log);
            Optional<Duration> next = committer.step();
            if (next.isEmpty()) {
                break;
            }
            if (!next.get().isZero()) {
                io.pass(LONG);
                log.forget();
            }
        }
        io.call(new ModelRequest.Done());
    }

    private static GroupCommitter committer(ModelIo io, ModelGroupLog log, ModelLeases leases) {
        CommitLease lease = new CommitLease(1, "holder", 1, false, List.of(), 0);
        Inbox inbox = new ModelInbox(io, true);
        Silence silence = new Silence();
        Disposal disposal = new Disposal(inbox, io::nanos, silence);
        return new GroupCommitter(inbox, disposal, log, leases, lease, "nobody", io::nanos, silence);
    }

    /** A writer that hands over or commits by itself, as what it meets makes it do. */
    static Program writer(String writerId) {
        return io -> write(io, writerId);
    }

    private static void write(ModelIo io, String writerId) throws Exception {
        ModelOwnCommits own = new ModelOwnCommits(io);
        ModelLeases leases = new ModelLeases(io);
        ModelInbox inbox = new ModelInbox(io, false);
        GroupCommitPorts<ContainerStatusEvent> ports = new GroupCommitPorts<>(
                own,
                inbox,
                all -> listing(inbox),
                leases,
                version -> (Optional<LoggedCommit>) io.call(new ModelRequest.Commit(version)),
                ModelFile::encode,
                (id, last) -> {
                    InboxName name = (InboxName) io.told(new ModelRequest.Name(id, last));
                    leases.watch(name);
                    return name;
                },
                new SplittableRandom(1));
        GroupCommit<ContainerStatusEvent> group = new GroupCommit<>(
                "model",
                "model",
                GroupCommitMode.AUTO,
                ports,
                new Disposal(inbox, io::nanos, new Silence()),
                (lease, ownWriter) ->
                        committer(io, new ModelGroupLog(io), leases), // holders are processes of their own
                new DeltaErrors("the model"),
                new GroupCommitMeans(io::now, io::nanos, new ModelScheduler(io)));
        List<Long> spool = new ArrayList<>((List<Long>) io.call(new ModelRequest.Spool()));
        while (!spool.isEmpty()) {
            io.boundary("writer", group, own, spool);
            int count = spool.size() == 1 ? 1 : 1 + (int) io.call(new ModelRequest.Choose(spool.size()));
            try {
                int written =
                        group.write(batches(writerId, spool.subList(0, count))).batches();
                io.call(new ModelRequest.Forget(List.copyOf(spool.subList(0, written))));
                spool.subList(0, written).clear();
            } catch (SinkException e) {
                if (e.isPermanent()) {
                    throw e;
                }
            }
        }
        io.boundary("done");
        io.call(new ModelRequest.Done());
    }

    private static List<Batch<ContainerStatusEvent>> batches(String writerId, List<Long> numbers) {
        return numbers.stream()
                .map(number -> new Batch<>(writerId, number, List.of(SampleEvents.status(number.intValue()))))
                .toList();
    }

    private static InboxListing listing(Inbox inbox) throws IOException {
        return InboxListing.of(inbox.names("", InboxListing.PAGE).stream()
                .map(name -> new FileEntry(name.path(), 1, Instant.EPOCH))
                .toList());
    }

    private static final class Silence implements GroupCommitListener {

        @Override
        public void committed(long version, int writers, int rows) {}

        @Override
        public void setAside(InboxName name, String problem) {}

        @Override
        public void misfit(InboxName name, String problem) {}

        @Override
        public void newerFormat() {}

        @Override
        public void undeletable(Exception refusal) {}

        @Override
        public void overburdened(int left) {}

        @Override
        public void failed(Exception failure) {}

        @Override
        public void blocked(Exception problem) {}

        @Override
        public void ended(boolean released) {}
    }
}
