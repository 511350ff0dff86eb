-- The views that the questions beside this folder ask, for Trino with a catalog of connector delta_lake
-- that has delta.register-table-procedure.enabled=true, in a schema that USE or the connection names.
-- Put your schema and the addresses of your tables in. Later: run the views again when `tables upgrade` has added columns.
-- t is the timestamp in seconds since 1970, so that all engines reckon with the same arithmetic; clock's is the time of asking.
CALL system.register_table(schema_name => 'telemetry', table_name => 'dispenser_deployments',
    table_location => 's3://lake/telemetry/deployments');

CALL system.register_table(schema_name => 'telemetry', table_name => 'dispenser_container_status',
    table_location => 's3://lake/telemetry/status');

SET TIME ZONE 'UTC';

CREATE OR REPLACE VIEW deployments AS
SELECT *, to_unixtime("timestamp") AS t
FROM dispenser_deployments;

CREATE OR REPLACE VIEW status AS
SELECT *, to_unixtime("timestamp") AS t
FROM dispenser_container_status;

CREATE OR REPLACE VIEW clock AS
SELECT to_unixtime(current_timestamp) AS t;
