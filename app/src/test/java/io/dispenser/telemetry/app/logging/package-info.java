/** Log lines. */
@NullMarked
package io.dispenser.telemetry.app.logging;

import org.jspecify.annotations.NullMarked;
