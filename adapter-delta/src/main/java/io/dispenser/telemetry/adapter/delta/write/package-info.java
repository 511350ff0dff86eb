/** Batches on their way into the table: how rows fit, and data files that no version names yet. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.write;

import org.jspecify.annotations.NullMarked;
