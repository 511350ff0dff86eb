package io.dispenser.telemetry.core.port;

import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * What a table has of one day, by what its log tells.
 *
 * @param date the day
 * @param files data files of it
 * @param rows rows of it; empty if a file does not tell
 */
public record TableDay(LocalDate date, long files, OptionalLong rows) {}
