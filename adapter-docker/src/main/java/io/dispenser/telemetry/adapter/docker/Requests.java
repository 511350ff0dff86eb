package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;

/** Makes requests to the engine, one after the other, each under a deadline of its own. */
@FunctionalInterface
interface Requests {

    /** Requests {@code path}, which begins with a slash; returns when the reply's head is there. */
    Response get(String path) throws IOException, CallFailure;
}
