package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver.NumberedRows;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ports of the group commit, which ask the model. */
@SuppressWarnings("unchecked")
final class ModelPorts {

    /** A sleep lasts so long at least: then all that a writer waits for is over. */
    private static final Duration LONG = Duration.ofSeconds(70);

    private ModelPorts() {}

    record ModelInbox(ModelIo io, boolean mayLag) implements Inbox {

        @Override
        public List<InboxName> names(String from, int limit) throws IOException {
            List<InboxName> all = (List<InboxName>) io.call(new ModelRequest.Names(mayLag));
            return all.stream()
                    .filter(name -> name.fileName().compareTo(from) >= 0)
                    .limit(limit)
                    .toList();
        }

        @Override
        public void put(InboxName name, byte[] content) throws IOException {
            io.call(new ModelRequest.Put(ModelFile.decode(name, content)));
        }

        @Override
        public List<Content> read(List<InboxName> names) throws IOException {
            return (List<Content>) io.call(new ModelRequest.Read(List.copyOf(names)));
        }

        @Override
        public void delete(List<InboxName> names) throws IOException {
            io.call(new ModelRequest.Delete(List.copyOf(names)));
        }

        @Override
        public void setAside(InboxName name) throws IOException {
            io.call(new ModelRequest.SetAside(name));
        }
    }

    /** Whose lease it is, and what a lease says: anything. */
    static final class ModelLeases implements CommitLeases {

        private final ModelIo io;
        private @Nullable InboxName file;

        ModelLeases(ModelIo io) {
            this.io = io;
        }

        /** A file that hints may be of from now on. */
        void watch(InboxName file) {
            this.file = file;
        }

        @Override
        public Optional<CommitLease> read() throws IOException {
            return (Optional<CommitLease>) io.call(new ModelRequest.Lease(Optional.ofNullable(file)));
        }

        @Override
        public Optional<Listed> newest() throws IOException {
            return ((Optional<CommitLease>) io.call(new ModelRequest.Lease(Optional.empty())))
                    .map(lease -> new Listed(lease, Instant.EPOCH));
        }

        @Override
        public Optional<CommitLease> take(Optional<CommitLease> before, String holder) throws IOException {
            return (boolean) io.call(new ModelRequest.TakeLease())
                    ? Optional.of(new CommitLease(1, holder, 1, false, List.of(), 0))
                    : Optional.empty();
        }

        @Override
        public void write(CommitLease lease) {}

        @Override
        public boolean isNewest(CommitLease lease) throws IOException {
            return (boolean) io.call(new ModelRequest.IsNewest());
        }
    }

    /** Waits, and begins nothing: holders are processes of their own. */
    record ModelScheduler(ModelIo io) implements Scheduler {

        @Override
        public void sleep(Duration duration) {
            io.told(new ModelRequest.Sleep(duration));
            io.pass(duration.compareTo(LONG) < 0 ? LONG : duration);
        }

        @Override
        public Loop start(String name, Worker.Step step) {
            return new Loop() {
                @Override
                public void wake() {}

                @Override
                public void interrupt() {}

                @Override
                public boolean join(Duration atMost) {
                    return true;
                }
            };
        }

        @Override
        public <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) {
            throw new UnsupportedOperationException();
        }
    }

    /** The log for a holder, as {@link GroupLog} says. */
    static final class ModelGroupLog implements GroupLog {

        private final ModelIo io;
        private Optional<View> known = Optional.empty();
        private int seen;

        ModelGroupLog(ModelIo io) {
            this.io = io;
        }

        @Override
        public Optional<View> look() throws IOException {
            int begun = io.suspensions();
            known = Optional.of((View) io.call(new ModelRequest.Look()));
            seen = begun;
            return known;
        }

        @Override
        public void forget() {
            known = Optional.empty();
        }

        @Override
        public Optional<View> commit(View view, List<HandedOver> group) throws IOException {
            if (known.isEmpty() || known.get().version() != view.version()) {
                throw new IOException("the log was read anew meanwhile");
            }
            Map<String, List<Long>> rows = new HashMap<>();
            Map<String, Long> numbers = new HashMap<>();
            for (HandedOver each : group) {
                String writer = each.name().writerId();
                numbers.put(writer, each.name().last());
                rows.put(
                        writer,
                        each.batches().stream()
                                .filter(batch -> !batch.rows().isEmpty())
                                .map(NumberedRows::number)
                                .toList());
            }
            List<String> tokens =
                    group.stream().map(each -> each.name().token()).toList();
            boolean won = (boolean)
                    io.call(new ModelRequest.PutCommit(view.tableId(), view.version() + 1, rows, numbers, tokens));
            if (!won) {
                return Optional.empty();
            }
            if (io.suspensions() != seen) {
                throw new IOException("so late that the version may have been there before");
            }
            known = Optional.of(view.next(numbers));
            return known;
        }

        @Override
        public Optional<View> afterOther(View view) throws IOException {
            int begun = io.suspensions();
            Optional<LoggedCommit> winner =
                    (Optional<LoggedCommit>) io.call(new ModelRequest.Commit(view.version() + 1));
            if (winner.isEmpty() || !winner.get().onlyAppends() || begun != seen) {
                known = Optional.empty();
                return known;
            }
            known = Optional.of(view.next(winner.get().transactions()));
            return known;
        }

        @Override
        public Optional<String> misfit(View view, HandedOver batches) {
            return Optional.empty();
        }

        @Override
        public boolean mayBeForgotten(View view, HandedOver batches) {
            return (boolean) io.told(new ModelRequest.IsForgetful());
        }

        @Override
        public HandedOver lacking(View view, HandedOver batches) throws IOException {
            List<Long> numbers =
                    batches.batches().stream().map(NumberedRows::number).toList();
            Set<Long> there = new HashSet<>(
                    (List<Long>) io.call(new ModelRequest.Rows(batches.name().writerId(), numbers)));
            return batches.with(batches.batches().stream()
                    .map(batch -> there.contains(batch.number()) ? new NumberedRows(batch.number(), List.of()) : batch)
                    .toList());
        }
    }
}
