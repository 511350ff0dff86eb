package io.dispenser.telemetry.adapter.storage.gcs;

import java.io.IOException;

/** There was no token to ask the store with, so it was not asked. */
final class GcsTokenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final IOException cause;

    GcsTokenException(IOException cause) {
        super(cause);
        this.cause = cause;
    }

    /** What became of the request for a token. */
    IOException failure() {
        return cause;
    }
}
