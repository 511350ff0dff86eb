/** What benchmarks need of the adapter that is not public. */
@NullMarked
package io.dispenser.telemetry.adapter.delta;

import org.jspecify.annotations.NullMarked;
