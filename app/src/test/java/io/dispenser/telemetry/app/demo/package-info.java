/** Tests of the simulated engine. */
@NullMarked
package io.dispenser.telemetry.app.demo;

import org.jspecify.annotations.NullMarked;
