/** Files of batches that hosts hand over for others to commit: their names, what they hold, and where they wait. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.inbox;

import org.jspecify.annotations.NullMarked;
