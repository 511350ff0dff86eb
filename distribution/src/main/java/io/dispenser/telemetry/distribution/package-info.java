/** What comes with the program in its packages. */
@NullMarked
package io.dispenser.telemetry.distribution;

import org.jspecify.annotations.NullMarked;
