package io.dispenser.telemetry.app.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes the answers to requests for one path. */
@FunctionalInterface
public interface Page {

    /**
     * The answer to a request.
     *
     * @param accept the request's header of that name; null if it has none
     */
    Answer get(@Nullable String accept) throws IOException;
}
