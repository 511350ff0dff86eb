-- What share of each service's deployments failed.
--
-- Measure: deployments are counted as in deployment-frequency.sql. One failed if a container that it created was, in a sample of
-- the hour after it (or until the service's next deployment on that host), unhealthy, restarting, dead, exited with another
-- code than 0 or restarted by its policy (a new container's restart_count begins at 0), or was up in none of these samples.
-- judged is the number of those that samples tell of at all, failure_rate the share of the failed in them.
-- Window: the 28 days before today.
WITH changes AS (
    SELECT service, t, COALESCE(host, '') AS host, SUBSTR(container_id, 1, 12) AS short_id, COALESCE(action, '') AS action
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '28' DAY AS DATE)
      AND date < CURRENT_DATE
      AND trigger_type NOT IN ('startup', 'cron')
      AND COALESCE(action, '') NOT IN ('restarted', 'started', 'updated')
),
marked AS (
    SELECT service, t, host, short_id, action,
        LEAD(t) OVER (PARTITION BY service, host ORDER BY t, short_id) AS next_t,
        LAG(t) OVER (PARTITION BY service ORDER BY t, short_id) AS previous_t
    FROM changes
),
numbered AS (
    SELECT service, t, host, short_id, action, next_t,
        SUM(CASE WHEN previous_t IS NULL OR t - previous_t > 600 THEN 1 ELSE 0 END)
            OVER (PARTITION BY service ORDER BY t, short_id ROWS UNBOUNDED PRECEDING) AS deployment
    FROM marked
),
samples AS (
    SELECT t, COALESCE(host, '') AS host, container_id, restart_count,
        CASE WHEN state = 'running' AND health_status IN ('healthy', 'none') THEN 1 ELSE 0 END AS up,
        CASE WHEN health_status = 'unhealthy' OR state IN ('restarting', 'dead') OR (state = 'exited' AND exit_code <> 0)
            THEN 1 ELSE 0 END AS bad
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '28' DAY AS DATE)
      AND state <> 'unknown'
),
judged AS (
    SELECT n.service, n.deployment, n.short_id, COUNT(s.t) AS samples,
        CASE
            WHEN COUNT(s.t) = 0 THEN 0
            WHEN MAX(s.up) = 0 OR MAX(s.bad) = 1 THEN 1
            WHEN MAX(s.restart_count) > 0 AND MAX(n.action) <> 'reported' THEN 1
            ELSE 0
        END AS failed
    FROM numbered n
    LEFT JOIN samples s ON s.host = n.host AND s.container_id = n.short_id
        AND s.t >= n.t AND s.t <= n.t + 3600 AND (n.next_t IS NULL OR s.t < n.next_t)
    GROUP BY n.service, n.deployment, n.host, n.short_id, n.t
),
outcomes AS (
    SELECT service, deployment, MAX(failed) AS failed, MAX(CASE WHEN samples > 0 THEN 1 ELSE 0 END) AS judged
    FROM judged
    GROUP BY service, deployment
)
SELECT service, COUNT(*) AS deployments, SUM(judged) AS judged, SUM(failed) AS failed,
    CAST(SUM(failed) AS DOUBLE) / NULLIF(SUM(judged), 0) AS failure_rate
FROM outcomes
GROUP BY service
ORDER BY failed DESC, service
