-- Freshness: the last row of each host in each table.
--
-- Measure: the newest timestamp; behind_seconds is how long ago that was when the question is asked (view `clock`). Rows wait
-- for the agent's flush_interval before they are written, so some minutes are usual. In deployments old rows are no trouble:
-- nothing may have been deployed since. rows_ahead is how many rows have a time that has not come yet, since their host's clock
-- is fast; the other columns but row_count are without them, and null for a host that has no other rows. Agents that share a
-- `host` are one: the rows of one hide that another is silent.
-- Window: today and the 30 days before; a host without a row in it is not listed.
WITH written AS (
    SELECT 'deployments' AS table_name, COALESCE(host, '') AS host, timestamp, t
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
    UNION ALL
    SELECT 'status' AS table_name, COALESCE(host, '') AS host, timestamp, t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
)
SELECT w.table_name, w.host, COUNT(*) AS row_count,
    MAX(CASE WHEN w.t <= n.t THEN w.timestamp END) AS last_row_at,
    MAX(n.t) - MAX(CASE WHEN w.t <= n.t THEN w.t END) AS behind_seconds,
    SUM(CASE WHEN w.t > n.t THEN 1 ELSE 0 END) AS rows_ahead
FROM written w
CROSS JOIN clock n
GROUP BY w.table_name, w.host
ORDER BY behind_seconds DESC, w.table_name, w.host
