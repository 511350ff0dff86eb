/** Tests of the fleet, its virtual time and its arguments. */
@NullMarked
package io.dispenser.telemetry.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
