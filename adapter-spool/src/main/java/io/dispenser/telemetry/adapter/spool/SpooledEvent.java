package io.dispenser.telemetry.adapter.spool;

/**
 * An event as it stands in a segment.
 *
 * @param table the table's name
 * @param segment the segment's number
 * @param json the event: a JSON object in one line, with the table's columns by name
 */
public record SpooledEvent(String table, long segment, String json) {}
