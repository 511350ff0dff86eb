/** Tests of the agent's local socket. */
@NullMarked
package io.dispenser.telemetry.app.reporting;

import org.jspecify.annotations.NullMarked;
