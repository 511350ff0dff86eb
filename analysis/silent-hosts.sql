-- Hosts that fell silent: when, and how long.
--
-- Measure: a gap is a time without a sample of a host that is longer than 3 times the usual time between its samples: the
-- longest of the medians of that day, the one before and the one after (days of at least 10 samples; else the host's over the
-- window), so that another status_interval is no gap. It ends with the host's next sample; resumed_at is null where none has
-- come until the question is asked (view `clock`). Then it also has to be longer than 15 minutes, since rows wait for the
-- agent's flush_interval before they are written; that alone decides for a host with one sample, whose median_seconds is null.
-- Rows of a time that has not come yet are left out. A host on which nothing is managed and nothing configured has no rows, and
-- looks silent too. Agents that share a `host` are one: the samples of one hide that another is silent.
-- Window: today and the 30 days before.
WITH instants AS (
    SELECT s.date, COALESCE(s.host, '') AS host, s.t, MIN(s.timestamp) AS sampled_at
    FROM status s
    CROSS JOIN clock n
    WHERE s.date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
      AND s.t <= n.t
    GROUP BY s.date, COALESCE(s.host, ''), s.t
),
steps AS (
    SELECT host, date, t, sampled_at,
        LEAD(t) OVER (PARTITION BY host ORDER BY t) AS next_t,
        LEAD(sampled_at) OVER (PARTITION BY host ORDER BY t) AS resumed_at
    FROM instants
),
ranked AS (
    SELECT host, date, next_t - t AS seconds,
        ROW_NUMBER() OVER (PARTITION BY host, date ORDER BY CASE WHEN next_t IS NULL THEN 1 ELSE 0 END, next_t - t) AS place,
        COUNT(next_t) OVER (PARTITION BY host, date) AS steps,
        ROW_NUMBER() OVER (PARTITION BY host ORDER BY CASE WHEN next_t IS NULL THEN 1 ELSE 0 END, next_t - t) AS host_place,
        COUNT(next_t) OVER (PARTITION BY host) AS host_steps
    FROM steps
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
)
SELECT s.host, s.sampled_at AS last_sample_at, s.resumed_at, COALESCE(s.next_t, n.t) - s.t AS gap_seconds,
    u.median_seconds
FROM steps s
JOIN usual u ON u.host = s.host AND u.date = s.date
CROSS JOIN clock n
WHERE s.next_t - s.t > 3 * u.median_seconds
   OR (s.next_t IS NULL AND n.t - s.t > 900 AND n.t - s.t > 3 * COALESCE(u.median_seconds, 0))
ORDER BY s.host, s.sampled_at
