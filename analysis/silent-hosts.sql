-- Hosts that fell silent: when, and how long.
--
-- Measure: a gap is a time without a sample of a host that is longer than 3 times the median time between its samples. It ends
-- with the host's next sample; resumed_at is null where none came until the newest sample of any host, up to which the gap is
-- then counted. A host on which nothing is managed and nothing configured has no rows, and looks silent too.
-- Window: today and the 30 days before.
WITH instants AS (
    SELECT COALESCE(host, '') AS host, t, MIN(timestamp) AS sampled_at
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
    GROUP BY COALESCE(host, ''), t
),
steps AS (
    SELECT host, t, sampled_at,
        LEAD(t) OVER (PARTITION BY host ORDER BY t) AS next_t,
        LEAD(sampled_at) OVER (PARTITION BY host ORDER BY t) AS resumed_at
    FROM instants
),
newest AS (
    SELECT MAX(t) AS newest_t
    FROM instants
),
ranked AS (
    SELECT host, next_t - t AS seconds,
        ROW_NUMBER() OVER (PARTITION BY host ORDER BY next_t - t) AS place,
        COUNT(*) OVER (PARTITION BY host) AS steps
    FROM steps
    WHERE next_t IS NOT NULL
),
usual AS (
    SELECT host, MIN(seconds) AS median_seconds
    FROM ranked
    WHERE 2 * place >= steps
    GROUP BY host
)
SELECT s.host, s.sampled_at AS last_sample_at, s.resumed_at, COALESCE(s.next_t, n.newest_t) - s.t AS gap_seconds,
    u.median_seconds
FROM steps s
JOIN usual u ON u.host = s.host
CROSS JOIN newest n
WHERE COALESCE(s.next_t, n.newest_t) - s.t > 3 * u.median_seconds
ORDER BY s.host, s.sampled_at
