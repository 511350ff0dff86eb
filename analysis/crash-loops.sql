-- Containers in a crash loop, with the cause, per day.
--
-- Measure: a sample tells of a crash loop if the container's restart_count grew (as counted in restarts.sql) by 3 or more
-- within the hour up to it; true to one interval between samples. What it grew by over more than an hour without a sample of
-- it, an agent's gap, counts for no hour, since nobody knows when. loop_from and loop_to are the first and the last such sample
-- of the day that saw a restart, most_in_an_hour is the most within such an hour, restarts all of that day. exit_code is the
-- newest that a sample of that day saw (samples see one only while the container is down, so it may be null); oom_killed is
-- true where such a sample said that the kernel's OOM killer had ended the container.
-- Window: today and the 7 days before; one more day is read, to count from.
WITH sampled AS (
    SELECT date, timestamp, t, service, COALESCE(host, '') AS host, container_id, state, restart_count, exit_code, oom_killed,
        MIN(t) OVER (PARTITION BY COALESCE(host, '')) AS host_first_t,
        MIN(t) OVER (PARTITION BY COALESCE(host, ''), container_id) AS first_t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '8' DAY AS DATE)
),
instants AS (
    SELECT DISTINCT COALESCE(host, '') AS host, t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '8' DAY AS DATE)
),
looked AS (
    SELECT host, t, LAG(t) OVER (PARTITION BY host ORDER BY t) AS looked_before_t
    FROM instants
),
steps AS (
    SELECT date, timestamp, t, service, host, container_id, restart_count, oom_killed, host_first_t, first_t,
        LAG(restart_count) OVER (PARTITION BY host, container_id ORDER BY t) AS previous_count,
        LAG(t) OVER (PARTITION BY host, container_id ORDER BY t) AS previous_t
    FROM sampled
    WHERE state NOT IN ('not_found', 'unknown')
),
grown AS (
    SELECT date, timestamp, t, service, host, container_id, oom_killed, previous_t,
        CASE
            WHEN previous_count IS NULL AND first_t = host_first_t THEN 0
            WHEN previous_count IS NULL OR restart_count < previous_count THEN restart_count
            ELSE restart_count - previous_count
        END AS restarts
    FROM steps
),
hours AS (
    -- A sample of an hour ago tells of restarts before that hour, and is not in the frame.
    SELECT g.date, g.timestamp, g.service, g.host, g.container_id, g.oom_killed, g.restarts,
        SUM(CASE WHEN g.t - COALESCE(g.previous_t, l.looked_before_t) <= 3600 THEN g.restarts ELSE 0 END)
            OVER (PARTITION BY g.host, g.container_id ORDER BY g.t RANGE BETWEEN 3599e0 PRECEDING AND CURRENT ROW) AS in_hour
    FROM grown g
    JOIN looked l ON l.host = g.host AND l.t = g.t
    WHERE g.restarts > 0
),
ends AS (
    SELECT date, host, container_id, exit_code,
        ROW_NUMBER() OVER (PARTITION BY date, host, container_id ORDER BY t DESC) AS newest
    FROM sampled
    WHERE exit_code IS NOT NULL AND state NOT IN ('not_found', 'unknown')
)
SELECT h.date, h.service, h.host, h.container_id,
    MIN(CASE WHEN h.in_hour >= 3 THEN h.timestamp END) AS loop_from,
    MAX(CASE WHEN h.in_hour >= 3 THEN h.timestamp END) AS loop_to,
    SUM(h.restarts) AS restarts, MAX(h.in_hour) AS most_in_an_hour, MAX(e.exit_code) AS exit_code,
    MAX(CASE WHEN h.in_hour >= 3 AND h.oom_killed THEN 1 ELSE 0 END) = 1 AS oom_killed
FROM hours h
LEFT JOIN ends e ON e.date = h.date AND e.host = h.host AND e.container_id = h.container_id AND e.newest = 1
WHERE h.date >= CAST(CURRENT_DATE - INTERVAL '7' DAY AS DATE)
GROUP BY h.date, h.service, h.host, h.container_id
HAVING MAX(h.in_hour) >= 3
ORDER BY h.date, h.service, h.host, h.container_id
