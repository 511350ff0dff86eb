/** Rows, progress and colours on a terminal or in a pipe; how counts, sizes and times are written. */
@NullMarked
package io.dispenser.telemetry.app.output;

import org.jspecify.annotations.NullMarked;
