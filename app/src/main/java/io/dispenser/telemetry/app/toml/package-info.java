/** TOML as a person wrote it: sections, templates in it, where each value stands, and what is wrong with it. */
@NullMarked
package io.dispenser.telemetry.app.toml;

import org.jspecify.annotations.NullMarked;
