/** The examples of docs/embed.md and docs/extend.md, compiled and run: with the core and the testkit on the class path, and nothing else. */
@NullMarked
package io.dispenser.telemetry.example;

import org.jspecify.annotations.NullMarked;
