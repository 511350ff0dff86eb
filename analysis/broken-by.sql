-- Which deployment broke a service's health.
--
-- Measure: a sample of a service on a host is bad if one of its containers is unhealthy, restarting, dead, or exited by itself
-- with another code than 0: 143, and 137 without the kernel's OOM killer, are what docker stop gives, and are not counted,
-- though a program may end so by itself. A service breaks with a bad sample before which the last sample was not bad, and none
-- was for 30 minutes. Suspected is the service's newest deployment on that host, of the 24 hours before; null says that there
-- was none, so that something else broke it. A service that was bad from the window's beginning on breaks there.
-- Window: today and the 30 days before.
WITH samples AS (
    SELECT timestamp AS broke_at, t, service, COALESCE(host, '') AS host,
        MAX(CASE WHEN health_status = 'unhealthy' OR state IN ('restarting', 'dead')
                OR (state = 'exited' AND (exit_code NOT IN (0, 137, 143) OR (exit_code = 137 AND oom_killed)))
            THEN 1 ELSE 0 END) AS bad
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
      AND state <> 'unknown'
    GROUP BY timestamp, t, service, COALESCE(host, '')
),
followed AS (
    SELECT broke_at, t, service, host, bad,
        LAG(bad) OVER (PARTITION BY service, host ORDER BY t) AS previous_bad,
        MAX(CASE WHEN bad = 1 THEN t END)
            OVER (PARTITION BY service, host ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_bad_t
    FROM samples
),
breaks AS (
    SELECT broke_at, t, service, host
    FROM followed
    WHERE bad = 1 AND COALESCE(previous_bad, 0) = 0 AND (last_bad_t IS NULL OR t - last_bad_t > 1800)
),
changes AS (
    SELECT timestamp AS deployed_at, t, service, COALESCE(host, '') AS host, container_id, action, trigger_type, image,
        previous_image
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '31' DAY AS DATE)
),
suspected AS (
    SELECT b.broke_at, b.service, b.host, c.deployed_at, b.t - c.t AS seconds_after, c.action, c.trigger_type, c.image,
        c.previous_image,
        ROW_NUMBER() OVER (PARTITION BY b.service, b.host, b.t ORDER BY c.t DESC, c.container_id) AS newest
    FROM breaks b
    LEFT JOIN changes c ON c.service = b.service AND c.host = b.host AND c.t <= b.t AND c.t >= b.t - 86400
)
SELECT broke_at, service, host, deployed_at, seconds_after, action, trigger_type, image, previous_image
FROM suspected
WHERE newest = 1
ORDER BY broke_at, service, host
