/** The command that is the agent: what it keeps running, and how others look at it. */
@NullMarked
package io.dispenser.telemetry.app.command.run;

import org.jspecify.annotations.NullMarked;
