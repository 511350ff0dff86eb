/**
 * The one package that uses Delta Kernel's internal packages, which change with any release: so Kernel is pinned to one
 * version. They are used only where Kernel's public interface ends: the commit information and the properties that it
 * refuses to write, a Parquet handler without Hadoop's configuration files, what a scan row and a checksum hold.
 */
@NullMarked
package io.dispenser.telemetry.adapter.delta.kernel;

import org.jspecify.annotations.NullMarked;
