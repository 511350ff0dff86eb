package io.dispenser.telemetry.adapter.storage.azure;

import java.io.IOException;

/** A request got no answer. The cause tells why. */
final class NoReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean inDoubt;

    NoReplyException(IOException cause, boolean inDoubt) {
        super(cause);
        this.inDoubt = inDoubt;
    }

    /** Whether it may have been done. */
    boolean isInDoubt() {
        return inDoubt;
    }
}
