/** Tables in Amazon S3 and in stores that speak its protocol, through the AWS SDK's client as Hadoop's S3A makes it. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.s3;

import org.jspecify.annotations.NullMarked;
