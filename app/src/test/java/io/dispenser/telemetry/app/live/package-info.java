/** Tests of the report. */
@NullMarked
package io.dispenser.telemetry.app.live;

import org.jspecify.annotations.NullMarked;
