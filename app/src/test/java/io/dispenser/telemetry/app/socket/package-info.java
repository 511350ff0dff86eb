/** Tests of the agent's local socket. */
@NullMarked
package io.dispenser.telemetry.app.socket;

import org.jspecify.annotations.NullMarked;
