/** Storage adapters, chosen by scheme. */
@NullMarked
package io.dispenser.telemetry.app.storage;

import org.jspecify.annotations.NullMarked;
