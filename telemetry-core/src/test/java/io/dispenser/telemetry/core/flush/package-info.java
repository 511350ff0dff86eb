/** The flush policy. */
@NullMarked
package io.dispenser.telemetry.core.flush;

import org.jspecify.annotations.NullMarked;
