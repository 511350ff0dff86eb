package io.dispenser.telemetry.app.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what an endpoint tells of its address. */
public final class RecordedAttempts implements HttpEndpointListener {

    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void serves(String what) {
        told.add(what);
    }

    @Override
    public void notServed(String address, String reason, String remedy, Duration retryIn) {
        told.add(address + ": " + reason + "; " + remedy);
    }
}
