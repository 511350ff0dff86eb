package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.FileStoreException.Reason;

/**
 * What a failed request means.
 *
 * @param reason for a program
 * @param words for a person: what is wrong, and what to do
 */
record Meaning(Reason reason, String words) {

    static Meaning denied(String words) {
        return new Meaning(Reason.DENIED, words);
    }

    static Meaning broken(String words) {
        return new Meaning(Reason.BROKEN, words);
    }

    static Meaning passing(String words) {
        return new Meaning(Reason.UNAVAILABLE, words);
    }

    static Meaning doubtful(String words) {
        return new Meaning(Reason.OUTCOME_UNKNOWN, words);
    }
}
