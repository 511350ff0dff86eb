package io.dispenser.telemetry.core.table;

/** Which columns our two tables have when they are created. A table that exists has those that it has. */
public enum ColumnSet {
    /** Those that the reference writes, and no other: for tables that a program writes too which knows no more. */
    DOCUMENTED,
    /** All but those that take a reading of what containers use. */
    WITHOUT_USAGE,
    /** All. */
    ALL
}
