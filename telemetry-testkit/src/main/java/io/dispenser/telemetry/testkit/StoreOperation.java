package io.dispenser.telemetry.testkit;

/** The requests that a file store knows; an {@link InMemoryTableStore} counts them apart. */
public enum StoreOperation {
    LIST,
    STAT,
    READ,
    READ_ALL,
    PUT,
    PUT_IF_ABSENT,
    DELETE
}
