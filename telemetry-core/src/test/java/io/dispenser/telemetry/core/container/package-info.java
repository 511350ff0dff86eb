/** Which containers belong to which service. */
@NullMarked
package io.dispenser.telemetry.core.container;

import org.jspecify.annotations.NullMarked;
