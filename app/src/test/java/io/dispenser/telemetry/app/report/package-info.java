/** Tests of the agent's local socket. */
@NullMarked
package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.NullMarked;
