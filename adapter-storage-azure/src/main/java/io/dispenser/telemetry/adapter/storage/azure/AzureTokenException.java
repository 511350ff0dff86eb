package io.dispenser.telemetry.adapter.storage.azure;

import java.io.IOException;

/**
 * There is no token, so nothing was sent. The message says why; there is no cause, for an answer of a token service may
 * repeat what it was asked with.
 */
final class AzureTokenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refused;

    AzureTokenException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /** The token service was asked with what it doesn't take; asking again won't help. */
    boolean isRefused() {
        return refused;
    }
}
