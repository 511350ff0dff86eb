/** Checks of the packages. */
@NullMarked
package io.dispenser.telemetry.distribution;

import org.jspecify.annotations.NullMarked;
