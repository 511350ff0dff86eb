-- Availability of each service and day, with the agent's gaps left out.
--
-- Measure: a sample of a host holds until the host's next one. A service is up on a host while one of its containers at least
-- is running, and healthy or without a health check; starting is not up yet, and a job that has ended is down. From a service's
-- first sample on a host to its last one, samples of the host without a row of it are downtime (its container was being
-- replaced). Left out of both seconds are gaps, as silent-hosts.sql has them: times without a sample of the host that are
-- longer than 3 times the usual time between its samples (the longest of the medians of that day, the one before and the one
-- after; of days of at least 10 samples, else the host's over the window). So are samples that say `unknown` of a service that
-- nothing says is up. The seconds of a service's hosts are added up. What holds over midnight counts for the day in which it
-- began. Each agent needs a `host` of its own: where two share one, the samples of one are downtime for the services of the
-- other.
-- Window: today and the 30 days before.
WITH samples AS (
    SELECT date, t, COALESCE(host, '') AS host, service,
        MAX(CASE WHEN state = 'running' AND health_status IN ('healthy', 'none') THEN 1 ELSE 0 END) AS up,
        MAX(CASE WHEN state = 'unknown' THEN 1 ELSE 0 END) AS unsure
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
    GROUP BY date, t, COALESCE(host, ''), service
),
instants AS (
    SELECT DISTINCT host, date, t
    FROM samples
),
steps AS (
    SELECT host, date, t, LEAD(t) OVER (PARTITION BY host ORDER BY t) AS next_t
    FROM instants
),
ranked AS (
    SELECT host, date, next_t - t AS seconds,
        ROW_NUMBER() OVER (PARTITION BY host, date ORDER BY next_t - t) AS place,
        COUNT(*) OVER (PARTITION BY host, date) AS steps,
        ROW_NUMBER() OVER (PARTITION BY host ORDER BY next_t - t) AS host_place,
        COUNT(*) OVER (PARTITION BY host) AS host_steps
    FROM steps
    WHERE next_t IS NOT NULL
),
medians AS (
    SELECT host, date,
        MIN(CASE WHEN steps >= 10 AND 2 * place >= steps THEN seconds END) AS day_seconds,
        MIN(CASE WHEN 2 * host_place >= host_steps THEN seconds END) AS host_seconds
    FROM ranked
    GROUP BY host, date
),
usual AS (
    SELECT host, date,
        COALESCE(MAX(day_seconds) OVER (PARTITION BY host ORDER BY date ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING),
            MIN(host_seconds) OVER (PARTITION BY host)) AS median_seconds
    FROM medians
),
observed AS (
    SELECT s.host, s.date, s.t, s.next_t - s.t AS seconds
    FROM steps s
    JOIN usual u ON u.host = s.host AND u.date = s.date
    WHERE s.next_t - s.t <= 3 * u.median_seconds
),
lives AS (
    SELECT host, service, MIN(t) AS first_t, MAX(t) AS last_t
    FROM samples
    GROUP BY host, service
)
SELECT o.date, l.service,
    SUM(CASE WHEN s.up = 1 THEN o.seconds ELSE 0 END) AS up_seconds,
    SUM(o.seconds) AS observed_seconds,
    SUM(CASE WHEN s.up = 1 THEN o.seconds ELSE 0 END) / SUM(o.seconds) AS availability
FROM observed o
JOIN lives l ON l.host = o.host AND o.t >= l.first_t AND o.t <= l.last_t
LEFT JOIN samples s ON s.host = o.host AND s.t = o.t AND s.service = l.service
WHERE s.up = 1 OR COALESCE(s.unsure, 0) = 0
GROUP BY o.date, l.service
ORDER BY o.date, l.service
