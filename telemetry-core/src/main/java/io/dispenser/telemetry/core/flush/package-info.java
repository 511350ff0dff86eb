/** When a buffer becomes a batch. */
@NullMarked
package io.dispenser.telemetry.core.flush;

import org.jspecify.annotations.NullMarked;
