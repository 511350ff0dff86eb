package io.dispenser.telemetry.adapter.storage.azure;

import java.io.IOException;
import java.util.Map;

/** How a request shows that it may be done. Any number of threads may call. */
interface Authorization extends AutoCloseable {

    /** Shows nothing. */
    Authorization NONE = request -> Map.of();

    /**
     * The headers that authorize {@code request}, which is sent with exactly the headers it has and these.
     *
     * @throws IOException if they can't be had; then nothing was sent
     */
    Map<String, String> headers(BlobRequest request) throws IOException;

    @Override
    default void close() {}
}
