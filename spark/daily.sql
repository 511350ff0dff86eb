-- The day's maintenance of one table by Spark with Delta Lake, where agents leave it alone ([telemetry.maintenance] enabled = false).
-- ${table} is the table's address; docs/large-fleets.md says how this is run, how often, and what it needs.
SET TIME ZONE 'UTC';

-- Yesterday is over: its rows are laid out for good, so that a question for a service on a host opens one or two files. Once a
-- day, since a ZORDER BY writes all of the day each time. Rows that come late are gathered by the next statement on other days.
OPTIMIZE delta.`${table}` WHERE date = current_date() - INTERVAL 1 DAY ZORDER BY (service, host);

-- What came late to the days before, of hosts that were away: small files only, the large ones stay.
OPTIMIZE delta.`${table}` WHERE date < current_date() - INTERVAL 1 DAY AND date >= current_date() - INTERVAL 31 DAYS;

-- Rows leave for their age by whole dates, as with keep_days: nothing is read or rewritten. Take the dashes away and put the days in.
-- DELETE FROM delta.`${table}` WHERE date < current_date() - INTERVAL 90 DAYS;

-- By the table's own retention (delta.deletedFileRetentionDuration: 1 day for status, 7 for deployments). Never with RETAIN below it.
VACUUM delta.`${table}`;
