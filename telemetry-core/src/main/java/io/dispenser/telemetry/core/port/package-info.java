/** The ports: what the pipeline needs from the outside, and the one way in. */
@NullMarked
package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.NullMarked;
