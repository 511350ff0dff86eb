package io.dispenser.telemetry.core.storage;

import java.io.Serializable;

/**
 * Why a store did not do what it was asked, for a program and for a person. A storage adapter has one translator that makes
 * these of its library's exceptions.
 *
 * @param reason what a program does about it
 * @param sentence what is wrong, and where; without a period
 * @param remedy what a person can do; empty where nothing can be done
 */
public record StorageError(Reason reason, String sentence, String remedy) implements Serializable {

    /** What a program does about it. */
    public enum Reason {
        /** There is no such file. */
        NOT_FOUND(false),
        /** The store forbids it, or does not know who asks. */
        DENIED(false),
        /** The store can't be reached, is too busy or has no room; nothing was done. */
        UNAVAILABLE(true),
        /** It may have been done or not: the reply got lost. */
        OUTCOME_UNKNOWN(true),
        /** What is stored is not what it should be, or the request made no sense. */
        BROKEN(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether it may pass by itself. */
        public boolean isRetryable() {
            return retryable;
        }
    }

    /** The store forbids it, or does not know who asks. */
    public static StorageError denied(String sentence, String remedy) {
        return new StorageError(Reason.DENIED, sentence, remedy);
    }

    /** Nothing was done, and it may pass by itself. */
    public static StorageError unavailable(String sentence, String remedy) {
        return new StorageError(Reason.UNAVAILABLE, sentence, remedy);
    }

    /** It will stay so until somebody mends it. */
    public static StorageError broken(String sentence, String remedy) {
        return new StorageError(Reason.BROKEN, sentence, remedy);
    }

    /** There is no file. */
    public static StorageError notFound(String file) {
        return new StorageError(Reason.NOT_FOUND, file + " is not there", "");
    }

    /** A file is shorter than somebody took it for. */
    public static StorageError endsBefore(String file, long end) {
        return new StorageError(
                Reason.BROKEN,
                file + " ends before byte " + end,
                "it was cut, or is not the file that was expected: restore it, or leave it out of the table");
    }

    /** What is wrong and what to do, in one line. */
    public String message() {
        return remedy.isEmpty() ? sentence : sentence + "; " + remedy;
    }

    /** The same, with what was to be done to which file. */
    public StorageError during(String operation, String file) {
        return new StorageError(reason, "can't " + operation + " " + file + ": " + sentence, remedy);
    }

    /** The same error of an operation that may have been done although it failed. */
    public StorageError leavingUnknown(String operation, String file) {
        return new StorageError(
                Reason.OUTCOME_UNKNOWN,
                "can't tell whether the " + operation + " of " + file + " was done: " + sentence,
                remedy);
    }
}
