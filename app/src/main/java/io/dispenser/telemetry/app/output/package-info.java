/** Rows, progress and colours on a terminal or in a pipe. */
@NullMarked
package io.dispenser.telemetry.app.output;

import org.jspecify.annotations.NullMarked;
