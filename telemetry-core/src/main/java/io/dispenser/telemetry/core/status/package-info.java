/** From the state of containers to rows of the status table. */
@NullMarked
package io.dispenser.telemetry.core.status;

import org.jspecify.annotations.NullMarked;
