/** Samples over a fake engine. */
@NullMarked
package io.dispenser.telemetry.core.status;

import org.jspecify.annotations.NullMarked;
