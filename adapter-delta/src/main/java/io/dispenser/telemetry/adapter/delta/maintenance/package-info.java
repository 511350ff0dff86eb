/** Compaction, vacuum, the care for the log, and the description of a table. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.maintenance;

import org.jspecify.annotations.NullMarked;
