/** A container engine that is simulated, for machines without one. */
@NullMarked
package io.dispenser.telemetry.app.demo;

import org.jspecify.annotations.NullMarked;
