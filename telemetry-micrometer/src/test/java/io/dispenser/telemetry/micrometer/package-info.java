@NullMarked
package io.dispenser.telemetry.micrometer;

import org.jspecify.annotations.NullMarked;
