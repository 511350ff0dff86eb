/** The program: its entry point. */
@NullMarked
package io.dispenser.telemetry.app;

import org.jspecify.annotations.NullMarked;
