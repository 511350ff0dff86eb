-- What share of each service's deployments failed.
--
-- Measure: deployments are counted as in deployment-frequency.sql. One failed if a container that it created was, in a sample
-- of the hour after it (or until the service's next deployment on that host), unhealthy, restarting, dead, ended by itself with
-- another code than 0 (as in broken-by.sql) or restarted by its policy (a new container's restart_count begins at 0); or if
-- that time is over, and it was in none of these samples up, or ended with 0, as a job is. judged is the number of those that
-- failed, or of which samples tell and whose time is over when the question is asked (view `clock`); failure_rate is the share
-- of the failed in them.
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
        LAG(t) OVER (PARTITION BY service ORDER BY t, short_id) AS previous_t
    FROM changes
),
numbered AS (
    SELECT service, t, host, short_id, action,
        SUM(CASE WHEN previous_t IS NULL OR t - previous_t > 600 THEN 1 ELSE 0 END)
            OVER (PARTITION BY service ORDER BY t, short_id ROWS UNBOUNDED PRECEDING) AS deployment
    FROM marked
),
begun AS (
    SELECT service, host, deployment, MIN(t) AS first_t
    FROM numbered
    GROUP BY service, host, deployment
),
ended AS (
    SELECT service, host, deployment, LEAD(first_t) OVER (PARTITION BY service, host ORDER BY deployment) AS next_t
    FROM begun
),
samples AS (
    SELECT t, COALESCE(host, '') AS host, container_id, restart_count,
        CASE WHEN state = 'running' AND health_status IN ('healthy', 'none') OR state = 'exited' AND exit_code = 0
            THEN 1 ELSE 0 END AS fine,
        CASE WHEN health_status = 'unhealthy' OR state IN ('restarting', 'dead')
                OR (state = 'exited' AND (exit_code NOT IN (0, 137, 143) OR (exit_code = 137 AND oom_killed)))
            THEN 1 ELSE 0 END AS bad
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '28' DAY AS DATE)
      AND state <> 'unknown'
),
judged AS (
    SELECT n.service, n.deployment, n.short_id, COUNT(s.t) AS samples,
        MAX(CASE WHEN e.next_t IS NOT NULL OR c.t > n.t + 3600 THEN 1 ELSE 0 END) AS is_over,
        MAX(CASE WHEN s.bad = 1 OR (s.restart_count > 0 AND n.action <> 'reported') THEN 1 ELSE 0 END) AS broken,
        MAX(CASE WHEN s.fine = 1 THEN 1 ELSE 0 END) AS fine
    FROM numbered n
    JOIN ended e ON e.service = n.service AND e.host = n.host AND e.deployment = n.deployment
    CROSS JOIN clock c
    LEFT JOIN samples s ON s.host = n.host AND s.container_id = n.short_id
        AND s.t >= n.t AND s.t <= n.t + 3600 AND (e.next_t IS NULL OR s.t < e.next_t)
    GROUP BY n.service, n.deployment, n.host, n.short_id, n.t
),
outcomes AS (
    SELECT service, deployment, MIN(is_over) AS is_over, MAX(CASE WHEN samples > 0 THEN 1 ELSE 0 END) AS seen,
        MAX(CASE WHEN broken = 1 OR (is_over = 1 AND samples > 0 AND fine = 0) THEN 1 ELSE 0 END) AS failed
    FROM judged
    GROUP BY service, deployment
)
SELECT service, COUNT(*) AS deployments,
    SUM(CASE WHEN failed = 1 OR (is_over = 1 AND seen = 1) THEN 1 ELSE 0 END) AS judged,
    SUM(failed) AS failed,
    CAST(SUM(failed) AS DOUBLE) / NULLIF(SUM(CASE WHEN failed = 1 OR (is_over = 1 AND seen = 1) THEN 1 ELSE 0 END), 0)
        AS failure_rate
FROM outcomes
GROUP BY service
ORDER BY failed DESC, service
