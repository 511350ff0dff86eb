/** How many hosts can write one table, and what it costs: hosts, a store that takes its time, and time that is real or virtual. */
@NullMarked
package io.dispenser.telemetry.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
