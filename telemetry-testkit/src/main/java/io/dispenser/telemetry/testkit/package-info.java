/** Fakes and contract suites for every port of the core: public API, for tests of those who embed the core or write adapters. */
@NullMarked
package io.dispenser.telemetry.testkit;

import org.jspecify.annotations.NullMarked;
