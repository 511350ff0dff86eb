package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import io.dispenser.telemetry.core.storage.TableUri;

/**
 * What is to become of a table.
 *
 * @param uri where it is, or will be
 * @param maintenance whether and when it is looked after
 */
public record TablePlan(TableUri uri, MaintenanceSettings maintenance) {}
