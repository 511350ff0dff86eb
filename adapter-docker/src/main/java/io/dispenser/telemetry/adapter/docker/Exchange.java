package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/** One conversation with the engine, on a worker's thread. */
@FunctionalInterface
interface Exchange<T> {

    T with(DockerHttpClient client) throws IOException, CallFailure;
}
