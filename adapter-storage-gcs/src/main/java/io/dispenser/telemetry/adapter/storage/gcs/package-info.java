/** Tables in Google Cloud Storage ({@code gs://}), through the client inside of Google's Hadoop connector. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.gcs;

import org.jspecify.annotations.NullMarked;
