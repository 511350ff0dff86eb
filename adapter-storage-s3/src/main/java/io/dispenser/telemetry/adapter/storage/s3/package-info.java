/** Tables in Amazon S3 and in stores that speak its protocol, through Hadoop's S3A connector. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.s3;

import org.jspecify.annotations.NullMarked;
