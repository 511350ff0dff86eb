@NullMarked
package io.dispenser.telemetry.benchmarks;

import org.jspecify.annotations.NullMarked;
