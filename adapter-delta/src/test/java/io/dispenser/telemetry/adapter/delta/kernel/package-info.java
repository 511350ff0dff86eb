@NullMarked
package io.dispenser.telemetry.adapter.delta.kernel;

import org.jspecify.annotations.NullMarked;
