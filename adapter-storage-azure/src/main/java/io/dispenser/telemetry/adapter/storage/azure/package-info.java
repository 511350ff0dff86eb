/** Tables in Azure's object stores, flat and hierarchical, over the Blob service. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.azure;

import org.jspecify.annotations.NullMarked;
