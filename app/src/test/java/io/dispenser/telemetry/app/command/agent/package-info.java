/** Tests of what is told of the agent that runs. */
@NullMarked
package io.dispenser.telemetry.app.command.agent;

import org.jspecify.annotations.NullMarked;
