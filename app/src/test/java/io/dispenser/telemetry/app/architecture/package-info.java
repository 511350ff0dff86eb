/** The rules that hold the house, each proven by a case that it catches. */
@NullMarked
package io.dispenser.telemetry.app.architecture;

import org.jspecify.annotations.NullMarked;
