/** Events and their invariants. */
@NullMarked
package io.dispenser.telemetry.core.event;

import org.jspecify.annotations.NullMarked;
