package io.dispenser.telemetry.app.http;

import java.time.Duration;

/** Hears whether an address can be listened at. Called by the thread that tries, one call at a time. */
public interface HttpEndpointListener {

    /** It is listened at, and stays so; {@code what} is there, with its address: {@code metrics at http://127.0.0.1:9464}. */
    void serves(String what);

    /**
     * It can't be had; told at each attempt.
     *
     * @param address host and port as they were asked for
     * @param reason why, as the system says it
     * @param remedy what to do
     * @param retryIn when it is tried again
     */
    void notServed(String address, String reason, String remedy, Duration retryIn);
}
