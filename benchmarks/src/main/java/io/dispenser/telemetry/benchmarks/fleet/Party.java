package io.dispenser.telemetry.benchmarks.fleet;

/** On whose behalf a request is made. The name of the thread tells: what a sink starts beside itself begins with {@link #HOLDER_THREAD}. */
enum Party {
    /** A host's flush: the thread that gives batches to the sink, and what it starts. */
    HOST,
    /** Whoever commits for many hosts. */
    HOLDER;

    /** How the names of the holder's threads begin. */
    static final String HOLDER_THREAD = "telemetry-group-commit";

    static Party ofThisThread() {
        return Thread.currentThread().getName().startsWith(HOLDER_THREAD) ? HOLDER : HOST;
    }
}
