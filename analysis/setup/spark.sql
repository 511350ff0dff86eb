-- The views that the questions beside this folder ask, for Spark 4 with Delta Lake (and Databricks).
-- Put the addresses of your tables in: a directory, or s3a://…, abfss://…, gs://….
-- t is the timestamp in seconds since 1970, so that all engines reckon with the same arithmetic; clock's is the time of asking.
SET TIME ZONE 'UTC';

CREATE OR REPLACE TEMPORARY VIEW deployments AS
SELECT *, unix_micros(`timestamp`) / 1e6 AS t
FROM delta.`/var/lib/dispenser/telemetry/deployments`;

CREATE OR REPLACE TEMPORARY VIEW status AS
SELECT *, unix_micros(`timestamp`) / 1e6 AS t
FROM delta.`/var/lib/dispenser/telemetry/status`;

CREATE OR REPLACE TEMPORARY VIEW clock AS
SELECT unix_micros(current_timestamp()) / 1e6 AS t;
