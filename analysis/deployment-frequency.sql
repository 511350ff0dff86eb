-- How often each service is deployed.
--
-- Measure: rows of a service that follow one another within 10 minutes are one deployment (its containers, on all its hosts).
-- Not counted: starts of everything and first creations (trigger_type startup), jobs by schedule (cron), and what puts
-- nothing new into place (docker restart, start, update). containers is the number of rows, days that of the days with one.
-- Window: the 28 days before today, so per_week is a quarter.
WITH changes AS (
    SELECT service, date, t, container_id, trigger_type,
        LAG(t) OVER (PARTITION BY service ORDER BY t, container_id) AS previous_t
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '28' DAY AS DATE)
      AND date < CURRENT_DATE
      AND trigger_type NOT IN ('startup', 'cron')
      AND COALESCE(action, '') NOT IN ('restarted', 'started', 'updated')
)
SELECT service,
    SUM(CASE WHEN previous_t IS NULL OR t - previous_t > 600 THEN 1 ELSE 0 END) AS deployments,
    SUM(CASE WHEN previous_t IS NULL OR t - previous_t > 600 THEN 1e0 ELSE 0e0 END) / 4 AS per_week,
    SUM(CASE WHEN trigger_type = 'image_update' THEN 1 ELSE 0 END) AS image_updates,
    COUNT(*) AS containers,
    COUNT(DISTINCT date) AS days
FROM changes
GROUP BY service
ORDER BY deployments DESC, service
