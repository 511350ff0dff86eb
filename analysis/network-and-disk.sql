-- Network and disk: what each service moved per day, and how fast.
--
-- Measure: what the counters of a container grew by from one sample to the next, added up over the service's containers. They
-- begin anew with each start (another started_at): then all of a counter is new. …_per_second divides by the seconds between
-- the same samples of the same containers, so it is the average container's rate. What lies between two samples
-- counts for the day of the second. The network's are null for containers in another's or the host's network, which are left out.
-- Window: today and the 7 days before; one more day is read, to count from.
WITH counted AS (
    SELECT date, t, service, COALESCE(host, '') AS host, container_id, started_at,
        network_rx_bytes + network_tx_bytes AS network_bytes,
        block_read_bytes + block_write_bytes AS disk_bytes
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '8' DAY AS DATE)
      AND container_id <> ''
),
amounts AS (
    SELECT date, t, service, host, container_id, started_at, 'network' AS kind, network_bytes AS amount
    FROM counted
    WHERE network_bytes IS NOT NULL
    UNION ALL
    SELECT date, t, service, host, container_id, started_at, 'disk' AS kind, disk_bytes AS amount
    FROM counted
    WHERE disk_bytes IS NOT NULL
),
steps AS (
    SELECT date, t, service, kind, amount, started_at,
        LAG(amount) OVER (PARTITION BY host, container_id, kind ORDER BY t) AS previous_amount,
        LAG(started_at) OVER (PARTITION BY host, container_id, kind ORDER BY t) AS previous_start,
        LAG(t) OVER (PARTITION BY host, container_id, kind ORDER BY t) AS previous_t
    FROM amounts
)
SELECT date, service, kind,
    SUM(CASE WHEN amount < previous_amount OR started_at <> previous_start THEN amount ELSE amount - previous_amount END)
        AS bytes,
    CAST(SUM(CASE WHEN amount < previous_amount OR started_at <> previous_start THEN amount ELSE amount - previous_amount END)
        AS DOUBLE) / SUM(t - previous_t) AS bytes_per_second
FROM steps
WHERE previous_t IS NOT NULL
  AND date >= CAST(CURRENT_DATE - INTERVAL '7' DAY AS DATE)
GROUP BY date, service, kind
ORDER BY date, service, kind
