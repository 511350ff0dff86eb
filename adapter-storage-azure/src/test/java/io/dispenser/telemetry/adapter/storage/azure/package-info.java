/** What the Azure stores promise, tried on Azurite, and on stand-ins for what that emulator lacks. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.azure;

import org.jspecify.annotations.NullMarked;
