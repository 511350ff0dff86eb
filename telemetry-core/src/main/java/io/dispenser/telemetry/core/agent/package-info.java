/** The observer of a host: samples status, follows changes, feeds two pipelines. */
@NullMarked
package io.dispenser.telemetry.core.agent;

import org.jspecify.annotations.NullMarked;
