/** Tests of what runs with the agent. */
@NullMarked
package io.dispenser.telemetry.app.command.run;

import org.jspecify.annotations.NullMarked;
