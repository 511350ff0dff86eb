/** Proof by trial: a process that is killed again and again, and measurements of the whole pipeline. */
@NullMarked
package io.dispenser.telemetry.benchmarks;

import org.jspecify.annotations.NullMarked;
