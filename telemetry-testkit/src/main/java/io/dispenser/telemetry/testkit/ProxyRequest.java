package io.dispenser.telemetry.testkit;

import java.util.Map;

/**
 * A request that a {@code TestProxy} saw.
 *
 * @param target path and query, as they were sent
 * @param headers by name in lower case
 */
public record ProxyRequest(String method, String target, Map<String, String> headers) {

    /** {@code PUT /bucket/key}: without the headers, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
