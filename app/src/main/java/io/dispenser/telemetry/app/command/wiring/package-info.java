/** What a configuration asks for, put together: the engine, the stores, the telemetry of a host. */
@NullMarked
package io.dispenser.telemetry.app.command.wiring;

import org.jspecify.annotations.NullMarked;
