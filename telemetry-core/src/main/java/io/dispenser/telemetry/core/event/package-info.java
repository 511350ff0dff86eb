/** What is told about containers: immutable events, one record a table. */
@NullMarked
package io.dispenser.telemetry.core.event;

import org.jspecify.annotations.NullMarked;
