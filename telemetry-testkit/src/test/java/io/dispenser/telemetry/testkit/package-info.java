/** Tests of the fakes. */
@NullMarked
package io.dispenser.telemetry.testkit;

import org.jspecify.annotations.NullMarked;
