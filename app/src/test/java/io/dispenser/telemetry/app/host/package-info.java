/** Tests of a host's telemetry. */
@NullMarked
package io.dispenser.telemetry.app.host;

import org.jspecify.annotations.NullMarked;
