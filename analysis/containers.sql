-- Who has how many containers: per host and project.
--
-- Measure: the containers of each host's last sample, by Compose project or Swarm stack ('' is neither); services counts those
-- that are configured and have no container as well. Agents that share a `host` are one: only the containers of the one that
-- sampled last are listed.
-- Window: today and the day before; a host without a sample in it is not listed.
WITH samples AS (
    SELECT t, service, COALESCE(host, '') AS host, COALESCE(project, '') AS project, container_id, state, health_status,
        MAX(t) OVER (PARTITION BY COALESCE(host, '')) AS host_last_t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '1' DAY AS DATE)
)
SELECT host, project,
    COUNT(DISTINCT service) AS services,
    SUM(CASE WHEN container_id <> '' THEN 1 ELSE 0 END) AS containers,
    SUM(CASE WHEN state = 'running' THEN 1 ELSE 0 END) AS running,
    SUM(CASE WHEN health_status = 'unhealthy' THEN 1 ELSE 0 END) AS unhealthy
FROM samples
WHERE t = host_last_t
GROUP BY host, project
ORDER BY host, project
