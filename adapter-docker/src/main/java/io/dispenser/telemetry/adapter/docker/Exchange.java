package io.dispenser.telemetry.adapter.docker;

import java.io.IOException;

/** One conversation with the engine, on a worker's thread. */
@FunctionalInterface
interface Exchange<T> {

    T with(Requests requests) throws IOException, CallFailure;
}
