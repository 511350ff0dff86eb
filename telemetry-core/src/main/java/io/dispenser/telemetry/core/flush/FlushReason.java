package io.dispenser.telemetry.core.flush;

/** Why a buffer became a batch. */
public enum FlushReason {
    /** It held as many events as a batch may hold. */
    EVENTS("buffer full"),
    /** It held as many bytes as a batch may hold. */
    BYTES("bytes"),
    /** Its oldest event had waited long enough. */
    AGE("age"),
    /** The spool had no room left, so that what was open had to move on. */
    SPOOL_FULL("spool full"),
    /** The program is ending. */
    SHUTDOWN("shutdown"),
    /** It was found in the spool at start. */
    RECOVERY("recovery"),
    /** It was written together with others that waited, after their table was away or slow. */
    BACKLOG("backlog");

    private final String words;

    FlushReason(String words) {
        this.words = words;
    }

    /** The reason as a log line says it. */
    public String message() {
        return words;
    }
}
