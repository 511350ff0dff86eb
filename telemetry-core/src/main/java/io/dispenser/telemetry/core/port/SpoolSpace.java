package io.dispenser.telemetry.core.port;

/**
 * The space that a spool takes, and has left.
 *
 * @param usedBytes what everything in it takes, what is set aside included
 * @param freeBytes how much more it would take now: to its own limit, or until its disk has no more to give; at least 0
 */
public record SpoolSpace(long usedBytes, long freeBytes) {}
