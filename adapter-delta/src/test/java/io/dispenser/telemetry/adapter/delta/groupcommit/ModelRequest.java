package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a process of the model asks of what is around it; each is answered at one moment. */
sealed interface ModelRequest {

    /**
     * Lists the inbox.
     *
     * @param mayLag whether a file may be missing that was just put. Not where a writer looks for what it can't read any more:
     *     that takes two misfortunes at once, of which one loses a batch already.
     */
    record Names(boolean mayLag) implements ModelRequest {}

    /** Reads files of the inbox. */
    record Read(List<InboxName> names) implements ModelRequest {}

    /** Puts a file there. */
    record Put(ModelFile file) implements ModelRequest {}

    /** Deletes files there, in their order. */
    record Delete(List<InboxName> names) implements ModelRequest {}

    /** Takes one out. */
    record SetAside(InboxName name) implements ModelRequest {}

    /** Looks at the latest version. */
    record Look() implements ModelRequest {}

    /** Reads the commit of a version. */
    record Commit(long version) implements ModelRequest {}

    /**
     * Puts a commit, if its version is free.
     *
     * @param rows the numbers of the batches whose rows it adds, by writer
     * @param numbers the last numbers that it notes, by writer
     * @param tokens the files that it takes
     */
    record PutCommit(
            String tableId, long version, Map<String, List<Long>> rows, Map<String, Long> numbers, List<String> tokens)
            implements ModelRequest {}

    /** Which of these batches have rows in the table. */
    record Rows(String writerId, List<Long> numbers) implements ModelRequest {}

    /** Whether the table has begun to forget numbers: then all batches of the model are so old that theirs may be gone. */
    record IsForgetful() implements ModelRequest {}

    /** Reads the lease: anything may be the answer, also of a file. */
    record Lease(Optional<InboxName> file) implements ModelRequest {}

    /** Takes the lease: that may succeed or not. */
    record TakeLease() implements ModelRequest {}

    /** Asks whether the lease is this one's still: that may be so or not. */
    record IsNewest() implements ModelRequest {}

    /** A name for a file. */
    record Name(String writerId, long last) implements ModelRequest {}

    /** Waits. */
    record Sleep(Duration duration) implements ModelRequest {}

    /** Any number below this one. */
    record Choose(int below) implements ModelRequest {}

    /** The numbers of the batches that this writer has. */
    record Spool() implements ModelRequest {}

    /** The writer forgets these. */
    record Forget(List<Long> numbers) implements ModelRequest {}

    /** Nothing is left to do. */
    record Done() implements ModelRequest {}
}
