-- CPU and memory of each service: percentiles over the samples of its containers.
--
-- Measure: the exact percentile by nearest rank: the smallest value that so many of a hundred samples don't exceed. cpu_percent is
-- CPU used since the previous sample, 100 = one core; memory_bytes is without the page cache. Samples in which the value
-- isn't known are left out.
-- Window: today and the 7 days before.
WITH measured AS (
    SELECT service, 'cpu_percent' AS measure, cpu_percent AS amount
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '7' DAY AS DATE) AND cpu_percent IS NOT NULL
    UNION ALL
    SELECT service, 'memory_bytes' AS measure, CAST(memory_bytes AS DOUBLE) AS amount
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '7' DAY AS DATE) AND memory_bytes IS NOT NULL
),
ranked AS (
    SELECT service, measure, amount,
        ROW_NUMBER() OVER (PARTITION BY service, measure ORDER BY amount) AS place,
        COUNT(*) OVER (PARTITION BY service, measure) AS samples
    FROM measured
)
SELECT service, measure, MAX(samples) AS samples,
    MIN(CASE WHEN 100 * place >= 50 * samples THEN amount END) AS p50,
    MIN(CASE WHEN 100 * place >= 95 * samples THEN amount END) AS p95,
    MIN(CASE WHEN 100 * place >= 99 * samples THEN amount END) AS p99,
    MAX(amount) AS highest
FROM ranked
GROUP BY service, measure
ORDER BY service, measure
