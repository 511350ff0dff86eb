/** The local socket of the agent, where other programs report deployments and ask how it is, and the way to it. */
@NullMarked
package io.dispenser.telemetry.app.socket;

import org.jspecify.annotations.NullMarked;
