/** How the running agent is: what it has heard of its engine and tables, in one document for probes, people and programs. */
@NullMarked
package io.dispenser.telemetry.app.health;

import org.jspecify.annotations.NullMarked;
