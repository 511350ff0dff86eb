package io.dispenser.telemetry.adapter.delta.inbox;

import java.io.IOException;
import java.util.List;

/** The files that wait to be committed. */
public interface Inbox {

    /** A file that was asked for. */
    sealed interface Content {

        InboxName name();

        /** It could be read. */
        record Read(InboxName name, HandedOver batches) implements Content {}

        /** It is not there any more. */
        record Gone(InboxName name) implements Content {}

        /** It is damaged, which no reading will mend: names are never used twice. */
        record Damaged(InboxName name, String problem) implements Content {}
    }

    /**
     * Some names, in their order, from {@code from} on. A listing may miss a file that was just put.
     *
     * @param from a file's name, or the empty string
     */
    List<InboxName> names(String from, int limit) throws IOException;

    /** Puts a file, whose name is new. */
    void put(InboxName name, byte[] content) throws IOException;

    /** Reads files, in the order of {@code names}. */
    List<Content> read(List<InboxName> names) throws IOException, InterruptedException;

    /** Deletes files, as far as they are there. */
    void delete(List<InboxName> names) throws IOException, InterruptedException;

    /** Puts a file where a person may look at it, and deletes it here. */
    void setAside(InboxName name) throws IOException;
}
