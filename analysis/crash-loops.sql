-- Containers in a crash loop, with the cause, per day.
--
-- Measure: a container is in a crash loop in a clock hour (UTC) in which its restart_count grew by 3 or more (counted as in
-- restarts.sql). loop_hours is how many such hours the day had, restarts what was counted in them. exit_code is the
-- newest that a sample of that day saw (samples see one only while the container is down, so it may be null);
-- oom_killed is true where a sample of such an hour said that the kernel's OOM killer had ended the container.
-- Window: today and the 7 days before; one more day is read, to count from.
WITH counted AS (
    SELECT date, t, FLOOR(t / 3600) AS clock_hour, service, COALESCE(host, '') AS host, container_id, restart_count,
        exit_code, oom_killed
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '8' DAY AS DATE)
      AND state NOT IN ('not_found', 'unknown')
),
steps AS (
    SELECT date, t, clock_hour, service, host, container_id, restart_count, oom_killed,
        LAG(restart_count) OVER (PARTITION BY host, container_id ORDER BY t) AS previous_count,
        MIN(t) OVER (PARTITION BY host) AS host_first_t
    FROM counted
),
loops AS (
    SELECT date, clock_hour, service, host, container_id,
        SUM(CASE
            WHEN previous_count IS NULL AND t = host_first_t THEN 0
            WHEN previous_count IS NULL OR restart_count < previous_count THEN restart_count
            ELSE restart_count - previous_count
        END) AS restarts,
        MAX(CASE WHEN oom_killed THEN 1 ELSE 0 END) AS oom
    FROM steps
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '7' DAY AS DATE)
    GROUP BY date, clock_hour, service, host, container_id
),
ends AS (
    SELECT date, host, container_id, exit_code,
        ROW_NUMBER() OVER (PARTITION BY date, host, container_id ORDER BY t DESC) AS newest
    FROM counted
    WHERE exit_code IS NOT NULL
)
SELECT l.date, l.service, l.host, l.container_id, COUNT(*) AS loop_hours, SUM(l.restarts) AS restarts,
    MAX(e.exit_code) AS exit_code, MAX(l.oom) = 1 AS oom_killed
FROM loops l
LEFT JOIN ends e ON e.date = l.date AND e.host = l.host AND e.container_id = l.container_id AND e.newest = 1
WHERE l.restarts >= 3
GROUP BY l.date, l.service, l.host, l.container_id
ORDER BY l.date, l.service, l.host, l.container_id
