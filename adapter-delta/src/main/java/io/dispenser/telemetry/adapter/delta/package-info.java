/** Delta Lake tables over any file store, with Delta Kernel as the protocol's core: append, read back, check. */
@NullMarked
package io.dispenser.telemetry.adapter.delta;

import org.jspecify.annotations.NullMarked;
