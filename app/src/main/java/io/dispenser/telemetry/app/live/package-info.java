/** What a running agent sees now and has seen in its last hours, as a report that follows it. */
@NullMarked
package io.dispenser.telemetry.app.live;

import org.jspecify.annotations.NullMarked;
