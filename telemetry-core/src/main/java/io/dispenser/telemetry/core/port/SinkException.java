package io.dispenser.telemetry.core.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch is not known to be written. The message tells a person what is wrong, why, and what to do. */
public final class SinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean permanent;
    private final transient List<Rejection> rejections;

    private SinkException(String message, @Nullable Throwable cause, boolean permanent, List<Rejection> rejections) {
        super(message, cause);
        this.permanent = permanent;
        this.rejections = List.copyOf(rejections);
    }

    /** A failure that may pass by itself: the network, a busy store, a lost race. */
    public static SinkException retryable(String message, @Nullable Throwable cause) {
        return new SinkException(message, cause, false, List.of());
    }

    /** A failure that stays until somebody mends its cause: another schema, no permission. */
    public static SinkException permanent(String message, @Nullable Throwable cause) {
        return new SinkException(message, cause, true, List.of());
    }

    /**
     * Some events can't be rows, and for them alone nothing was written: without them, the same batch can be.
     *
     * @param rejections those events; at least one
     */
    public static SinkException rejected(List<Rejection> rejections, @Nullable Throwable cause) {
        return new SinkException(rejections.get(0).problem(), cause, true, rejections);
    }

    /** The events for which alone nothing was written; empty if something else is the cause. */
    public List<Rejection> rejections() {
        return rejections;
    }

    /** Whether somebody has to mend the cause. */
    public boolean isPermanent() {
        return permanent;
    }
}
