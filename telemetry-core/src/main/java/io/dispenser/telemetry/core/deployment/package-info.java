/** Which changes of containers are deployments, and what triggered them. */
@NullMarked
package io.dispenser.telemetry.core.deployment;

import org.jspecify.annotations.NullMarked;
