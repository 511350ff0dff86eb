/** Which of many agents works on the table now, which one commits for all, and what time it is for all of them. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.lease;

import org.jspecify.annotations.NullMarked;
