/** The care for tables as a loop: when it is due, in which hours, and what is done in which order. */
@NullMarked
package io.dispenser.telemetry.core.maintenance;

import org.jspecify.annotations.NullMarked;
