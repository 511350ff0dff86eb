-- Gathers what was written today, and yesterday as long as its rows still come, into files that are not written again before
-- the day is over: for one table, whose address is ${table}. See daily.sql and docs/large-fleets.md.
SET TIME ZONE 'UTC';

OPTIMIZE delta.`${table}` WHERE date >= current_date() - INTERVAL 1 DAY;
