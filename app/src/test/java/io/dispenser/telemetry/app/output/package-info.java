/** Tests of the output. */
@NullMarked
package io.dispenser.telemetry.app.output;

import org.jspecify.annotations.NullMarked;
