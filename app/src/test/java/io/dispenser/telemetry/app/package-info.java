/** The program as a whole, and what is written about it. */
@NullMarked
package io.dispenser.telemetry.app;

import org.jspecify.annotations.NullMarked;
