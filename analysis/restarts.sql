-- Restarts by the restart policy, per service and day.
--
-- Measure: what restart_count grew by from one sample of a container to its next, added up over the service's containers.
-- restart_count begins anew with a new container, and when a person or the engine starts one; a smaller count than before is
-- such a beginning, and all of it is new. So max(restart_count) is not the number of restarts. A container that is new to its
-- host brings its whole count; one that was there at the host's first sample that is read brings nothing by it. Rows of
-- containers that could not be inspected have 0 for want of a count, and are left out.
-- Window: today and the 30 days before; one more day is read, to count from.
WITH sampled AS (
    SELECT date, t, service, COALESCE(host, '') AS host, container_id, state, restart_count,
        MIN(t) OVER (PARTITION BY COALESCE(host, '')) AS host_first_t,
        MIN(t) OVER (PARTITION BY COALESCE(host, ''), container_id) AS first_t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '31' DAY AS DATE)
),
steps AS (
    SELECT date, service, restart_count, host_first_t, first_t,
        LAG(restart_count) OVER (PARTITION BY host, container_id ORDER BY t) AS previous_count
    FROM sampled
    WHERE state NOT IN ('not_found', 'unknown')
)
SELECT date, service,
    SUM(CASE
        WHEN previous_count IS NULL AND first_t = host_first_t THEN 0
        WHEN previous_count IS NULL OR restart_count < previous_count THEN restart_count
        ELSE restart_count - previous_count
    END) AS restarts
FROM steps
WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
GROUP BY date, service
ORDER BY date, restarts DESC, service
