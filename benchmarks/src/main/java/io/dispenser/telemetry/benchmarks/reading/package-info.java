/** What reading a table takes, for other programs to be measured beside this one. */
@NullMarked
package io.dispenser.telemetry.benchmarks.reading;

import org.jspecify.annotations.NullMarked;
