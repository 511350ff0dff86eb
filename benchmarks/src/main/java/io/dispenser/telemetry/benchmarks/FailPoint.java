package io.dispenser.telemetry.benchmarks;

/** Where a process can be made to stop, to be killed just there. */
public enum FailPoint {
    /** Half of an append is written, in the middle of a line as a rule. */
    IN_WRITE,
    /** An append is written and not forced. */
    BEFORE_FORCE,
    /** An append is forced, and nobody knows it yet. */
    AFTER_FORCE,
    /** The spool has taken an append over, and nobody was told. */
    AFTER_APPEND,
    /** The next open segment is there, and the full one has its old name. */
    BEFORE_SEAL,
    /** A segment is sealed, and the folder not forced. */
    BEFORE_FOLDER_FORCE,
    /** The folder is forced. */
    AFTER_FOLDER_FORCE,
    /** A batch was made, and the shipper doesn't know. */
    AFTER_SEAL,
    /** The table's version 0 is there. */
    AFTER_CREATION,
    /** A data file is in the store, and no version of the table has it. */
    AFTER_DATA_FILE,
    /** A commit is there, and nobody was told. */
    AFTER_COMMIT,
    /** A checkpoint is there, and not yet what points to it. */
    AFTER_CHECKPOINT,
    /** The table has a batch, and the spool has it too. */
    BEFORE_REMOVE,
    /** A batch's segment is deleted. */
    AFTER_DELETE,
    /** A batch is removed, and nobody was told. */
    AFTER_REMOVE,
    /** A start has cut off a torn tail. */
    RECOVERY_AFTER_CUT,
    /** A start is about to seal what was open. */
    RECOVERY_BEFORE_SEAL,
    /** A start has sealed what was open. */
    RECOVERY_AFTER_SEAL,
    /** A start is about to force what it did. */
    RECOVERY_BEFORE_FOLDER_FORCE,
    /** A start has forced what it did. */
    RECOVERY_AFTER_FOLDER_FORCE,
    /** The data file of several batches is in the store. */
    BACKLOG_AFTER_DATA_FILE,
    /** Several batches were committed together. */
    BACKLOG_AFTER_COMMIT,
    /** Of several batches that the table has, the spool has forgotten the first. */
    BACKLOG_BETWEEN_REMOVALS,
    /** Batches wait in the inbox, and nobody has committed them. */
    GROUP_AFTER_HAND_OVER,
    /** The commit lease is taken, and nothing done with it. */
    GROUP_AFTER_LEASE,
    /** A commit for others is there, and their files still wait. */
    GROUP_BEFORE_DELETE,
    /** A file of the inbox is deleted that a commit has taken. */
    GROUP_AFTER_DELETE,
    /** None of these: the process is killed at any moment, or not at all. */
    ANY;

    /** Whether a start reaches it, before it takes events. */
    boolean isInRecovery() {
        return name().startsWith("RECOVERY_");
    }

    /** Whether it takes batches that are handed over. */
    boolean isInGroup() {
        return name().startsWith("GROUP_");
    }

    /** Whether it takes several batches that wait. */
    boolean isInBacklog() {
        return name().startsWith("BACKLOG_");
    }
}
