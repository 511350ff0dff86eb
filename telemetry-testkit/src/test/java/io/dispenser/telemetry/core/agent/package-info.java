/** The agent's steps, driven with a fake engine. */
@NullMarked
package io.dispenser.telemetry.core.agent;

import org.jspecify.annotations.NullMarked;
