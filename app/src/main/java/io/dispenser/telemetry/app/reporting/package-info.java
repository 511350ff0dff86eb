/** Deployments that other programs report: the agent's local socket, and the way to it. */
@NullMarked
package io.dispenser.telemetry.app.reporting;

import org.jspecify.annotations.NullMarked;
