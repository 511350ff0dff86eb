/** Deployment rules, told as stories. */
@NullMarked
package io.dispenser.telemetry.core.deployment;

import org.jspecify.annotations.NullMarked;
