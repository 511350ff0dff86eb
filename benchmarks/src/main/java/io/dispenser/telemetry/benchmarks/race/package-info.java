/** One writer of this program beside one of delta-rs: how long a batch takes from rows to a commit. */
@NullMarked
package io.dispenser.telemetry.benchmarks.race;

import org.jspecify.annotations.NullMarked;
