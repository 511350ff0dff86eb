package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.testkit.ProxyRequest;

/** What a store is asked for, as its operator would count it. */
public enum RequestKind {
    GET,
    LIST,
    HEAD,
    PUT,
    PUT_IF_ABSENT,
    DELETE;

    /** Of a request of S3. */
    public static RequestKind of(ProxyRequest request) {
        return switch (request.method()) {
            case "GET" -> request.target().contains("list-type=") ? LIST : GET;
            case "HEAD" -> HEAD;
            case "DELETE" -> DELETE;
            case "POST" -> request.target().contains("?delete") ? DELETE : PUT;
            default -> request.headers().containsKey("if-none-match") ? PUT_IF_ABSENT : PUT;
        };
    }

    /** As people write it. */
    public String title() {
        return name().replace('_', '-');
    }
}
