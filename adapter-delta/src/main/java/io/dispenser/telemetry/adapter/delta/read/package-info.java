/** Rows of a table, by what the log tells of its files. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.read;

import org.jspecify.annotations.NullMarked;
