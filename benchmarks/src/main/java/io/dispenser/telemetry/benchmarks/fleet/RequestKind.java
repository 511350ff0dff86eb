package io.dispenser.telemetry.benchmarks.fleet;

/** What a store is asked for, as its operator would count it. */
enum RequestKind {
    GET,
    LIST,
    HEAD,
    PUT,
    PUT_IF_ABSENT,
    DELETE;

    /** As people write it. */
    String title() {
        return name().replace('_', '-');
    }
}
