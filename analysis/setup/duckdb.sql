-- The views that the questions beside this folder ask, for DuckDB 1.5 with its extension `delta`.
-- Put the addresses of your tables in: a directory, or s3://…, az://… with a secret (CREATE SECRET) for the store.
-- t is the timestamp in seconds since 1970, so that all engines reckon with the same arithmetic; clock's is the time of asking.
INSTALL delta;
LOAD delta;
SET TimeZone = 'UTC';

CREATE OR REPLACE TEMPORARY VIEW deployments AS
SELECT *, epoch_us("timestamp") / 1e6 AS t
FROM delta_scan('/var/lib/dispenser/telemetry/deployments');

CREATE OR REPLACE TEMPORARY VIEW status AS
SELECT *, epoch_us("timestamp") / 1e6 AS t
FROM delta_scan('/var/lib/dispenser/telemetry/status');

CREATE OR REPLACE TEMPORARY VIEW clock AS
SELECT epoch_us(now()) / 1e6 AS t;
