/** The commands that talk to the agent that runs: what it is told, and how it is. */
@NullMarked
package io.dispenser.telemetry.app.command.agent;

import org.jspecify.annotations.NullMarked;
