/** The containers of a Docker Engine, over docker-java's transport. */
@NullMarked
package io.dispenser.telemetry.adapter.docker;

import org.jspecify.annotations.NullMarked;
