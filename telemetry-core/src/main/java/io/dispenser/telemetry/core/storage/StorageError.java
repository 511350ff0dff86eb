package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
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
