/** What the program says while it runs. */
@NullMarked
package io.dispenser.telemetry.app.logging;

import org.jspecify.annotations.NullMarked;
