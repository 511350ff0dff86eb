/** Tests of the Delta adapter. */
@NullMarked
package io.dispenser.telemetry.adapter.delta;

import org.jspecify.annotations.NullMarked;
