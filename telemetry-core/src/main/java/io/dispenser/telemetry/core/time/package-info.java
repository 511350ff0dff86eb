/** Elapsed time and threads: a clock that only goes forward, deadlines, waits after failures, and workers. */
@NullMarked
package io.dispenser.telemetry.core.time;

import org.jspecify.annotations.NullMarked;
