/** The telemetry of one host: an engine that is observed, and two tables that are written. */
@NullMarked
package io.dispenser.telemetry.app.host;

import org.jspecify.annotations.NullMarked;
