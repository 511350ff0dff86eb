package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.inbox.InboxName;

/** Is told what the holder of the commit lease does. */
public interface GroupCommitListener {

    /** A version holds the batches of so many writers. */
    void committed(long version, int writers, int rows);

    /** A file can't be used, now or ever. */
    void setAside(InboxName name, String problem);

    /** The rows of a file are none of the table as it is; it stays where it is. */
    void misfit(InboxName name, String problem);

    /** The store refuses to delete files that nobody needs any more; they stay, and all goes on. */
    void undeletable(Exception refusal);

    /** So many files that can't be deleted lie in the inbox that nobody who can't delete them should commit for others. */
    void overburdened(int files);

    /** A file waits that only a later version of this program can read. */
    void newerFormat();

    /** The store or the log did not answer; it is tried again. */
    void failed(Exception failure);

    /** The table can't be written as it is. */
    void blocked(Exception problem);

    /** Nothing is committed any more: the lease was given back, or is somebody else's. */
    void ended(boolean released);
}
