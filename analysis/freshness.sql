-- Freshness: the last row of each host in each table.
--
-- Measure: the newest timestamp; behind_seconds is how far it lies behind the newest of any host in that table. Rows wait
-- for the agent's flush_interval before they are written, so some minutes are usual. In deployments old rows are no
-- trouble: nothing may have been deployed since.
-- Window: today and the 30 days before; a host without a row in it is not listed.
WITH written AS (
    SELECT 'deployments' AS table_name, COALESCE(host, '') AS host, timestamp, t
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
    UNION ALL
    SELECT 'status' AS table_name, COALESCE(host, '') AS host, timestamp, t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
),
newest AS (
    SELECT table_name, MAX(t) AS newest_t
    FROM written
    GROUP BY table_name
)
SELECT w.table_name, w.host, COUNT(*) AS row_count, MAX(w.timestamp) AS last_row_at,
    MAX(n.newest_t) - MAX(w.t) AS behind_seconds
FROM written w
JOIN newest n ON n.table_name = w.table_name
GROUP BY w.table_name, w.host
ORDER BY behind_seconds DESC, w.table_name, w.host
