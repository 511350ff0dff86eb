/** Which of many agents works on the table now, and what time it is for all of them. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.lease;

import org.jspecify.annotations.NullMarked;
