-- How long after each deployment its container was healthy.
--
-- Measure: from the deployment's time to the first sample, within an hour and before the container's next deployment, in which
-- the container is running, and healthy or without a health check. It is true to one interval between samples: the
-- container became healthy between that sample and the one before. Null where no sample of that hour says so; samples is
-- how many there were, and 0 means that nobody looked. Left out are docker update, which starts nothing, and jobs by
-- schedule (cron), which end.
-- Window: today and the 30 days before.
WITH changes AS (
    SELECT timestamp AS deployed_at, t, service, COALESCE(host, '') AS host, SUBSTR(container_id, 1, 12) AS short_id,
        action, trigger_type, image,
        LEAD(t) OVER (PARTITION BY COALESCE(host, ''), SUBSTR(container_id, 1, 12) ORDER BY t) AS next_t
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
      AND COALESCE(action, '') <> 'updated'
      AND trigger_type <> 'cron'
),
samples AS (
    SELECT t, COALESCE(host, '') AS host, container_id,
        CASE WHEN state = 'running' AND health_status IN ('healthy', 'none') THEN 1 ELSE 0 END AS up
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
)
SELECT c.deployed_at, c.service, c.host, c.short_id AS container_id, c.action, c.trigger_type, c.image,
    COUNT(s.t) AS samples,
    MIN(CASE WHEN s.up = 1 THEN s.t - c.t END) AS seconds_to_healthy
FROM changes c
LEFT JOIN samples s ON s.host = c.host AND s.container_id = c.short_id
    AND s.t >= c.t AND s.t <= c.t + 3600 AND (c.next_t IS NULL OR s.t < c.next_t)
GROUP BY c.deployed_at, c.service, c.host, c.short_id, c.action, c.trigger_type, c.image
ORDER BY c.deployed_at, c.service, c.host
