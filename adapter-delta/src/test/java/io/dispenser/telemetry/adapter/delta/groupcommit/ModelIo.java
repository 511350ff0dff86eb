package io.dispenser.telemetry.adapter.delta.groupcommit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process of the model talks to instead of a store: it runs from its beginning with the replies that are known, and is
 * stopped at the first request that has none.
 */
final class ModelIo {

    /** Longer than any rule that goes by the hour. */
    private static final Duration SUSPENSION = Duration.ofHours(2);

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    /**
     * An answer.
     *
     * @param value what is returned; of {@link NoAnswer} an exception comes
     * @param suspensions how often this machine slept for hours since the answer before
     */
    record Reply(Object value, int suspensions) {}

    /** A request that fails; whether it had its effect, its sender does not learn. */
    record NoAnswer() {}

    /** A request without an answer so far. No exception, so that nothing in between catches it. */
    @SuppressWarnings("serial")
    static final class Suspended extends Error {

        final transient ModelRequest request;

        Suspended(ModelRequest request) {
            super(null, null, false, false);
            this.request = request;
        }
    }

    private final List<Reply> replies;
    private int used;
    private int boundary;
    private String kept = "";
    private Duration elapsed = Duration.ZERO;
    private int suspensions;

    ModelIo(List<Reply> replies) {
        this.replies = replies;
    }

    /** Asks. */
    Object call(ModelRequest request) throws IOException {
        Object value = told(request);
        if (value instanceof NoAnswer) {
            throw new IOException("the store does not answer");
        }
        return value;
    }

    /** Asks something that can't fail. */
    Object told(ModelRequest request) {
        if (used == replies.size()) {
            throw new Suspended(request);
        }
        Reply reply = replies.get(used++);
        suspensions += reply.suspensions();
        return reply.value();
    }

    /**
     * All that the process knows from here on is in {@code objects}: which replies led here is of no account any more.
     *
     * @param position where in the program this is
     */
    void boundary(String position, @Nullable Object... objects) {
        boundary = used;
        kept = position + suspensions + ModelDump.of(now(), objects);
    }

    void pass(Duration time) {
        elapsed = elapsed.plus(time);
    }

    long nanos() {
        return elapsed.toNanos();
    }

    Instant now() {
        return BEGIN.plus(elapsed).plus(SUSPENSION.multipliedBy(suspensions));
    }

    int suspensions() {
        return suspensions;
    }

    /** What tells this state of the process from others. */
    List<Object> key(ModelRequest pending) {
        List<Object> key = new ArrayList<>();
        key.add(kept);
        key.add(pending);
        key.addAll(replies.subList(boundary, replies.size()));
        return key;
    }
}
