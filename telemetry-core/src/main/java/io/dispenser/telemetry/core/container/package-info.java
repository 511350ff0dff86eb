/** What an engine reports about containers, and which of them are services. */
@NullMarked
package io.dispenser.telemetry.core.container;

import org.jspecify.annotations.NullMarked;
