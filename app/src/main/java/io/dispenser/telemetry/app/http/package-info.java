/** The endpoint for metrics and probes. */
@NullMarked
package io.dispenser.telemetry.app.http;

import org.jspecify.annotations.NullMarked;
