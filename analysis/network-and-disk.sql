-- Network and disk: what each service moved per day, and how fast.
--
-- Measure: what the counters of a container grew by from one sample to the next, added up over the service's containers. They
-- begin anew with each start (another started_at): then all of a counter is new. So is that of a container that is new to its
-- host; one that was there at the host's first sample that is read brings nothing by it. …_per_second divides by the seconds
-- between the same samples of the same containers (of a new one: since its host's sample before), so it is the average
-- container's rate. What lies between two samples counts for the day of the second; what a container moved after its last
-- sample is not known. The network's are null for containers in another's or the host's network, which are left out.
-- Window: today and the 7 days before; one more day is read, to count from.
WITH counted AS (
    SELECT date, t, service, COALESCE(host, '') AS host, container_id, started_at,
        network_rx_bytes + network_tx_bytes AS network_bytes,
        block_read_bytes + block_write_bytes AS disk_bytes,
        MIN(t) OVER (PARTITION BY COALESCE(host, '')) AS host_first_t,
        MIN(t) OVER (PARTITION BY COALESCE(host, ''), container_id) AS first_t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '8' DAY AS DATE)
),
instants AS (
    SELECT DISTINCT host, t
    FROM counted
),
looked AS (
    SELECT host, t, LAG(t) OVER (PARTITION BY host ORDER BY t) AS looked_before_t
    FROM instants
),
amounts AS (
    SELECT date, t, service, host, container_id, started_at, host_first_t, first_t, 'network' AS kind,
        network_bytes AS amount
    FROM counted
    WHERE container_id <> '' AND network_bytes IS NOT NULL
    UNION ALL
    SELECT date, t, service, host, container_id, started_at, host_first_t, first_t, 'disk' AS kind,
        disk_bytes AS amount
    FROM counted
    WHERE container_id <> '' AND disk_bytes IS NOT NULL
),
steps AS (
    SELECT date, t, service, host, kind, amount, started_at, host_first_t, first_t,
        LAG(amount) OVER (PARTITION BY host, container_id, kind ORDER BY t) AS previous_amount,
        LAG(started_at) OVER (PARTITION BY host, container_id, kind ORDER BY t) AS previous_start,
        LAG(t) OVER (PARTITION BY host, container_id, kind ORDER BY t) AS previous_t
    FROM amounts
),
moved AS (
    SELECT s.date, s.service, s.kind, s.t - COALESCE(s.previous_t, l.looked_before_t) AS seconds,
        CASE
            WHEN s.previous_t IS NULL OR s.amount < s.previous_amount OR s.started_at <> s.previous_start THEN s.amount
            ELSE s.amount - s.previous_amount
        END AS bytes
    FROM steps s
    JOIN looked l ON l.host = s.host AND l.t = s.t
    WHERE s.date >= CAST(CURRENT_DATE - INTERVAL '7' DAY AS DATE)
      AND (s.previous_t IS NOT NULL OR s.first_t > s.host_first_t)
)
SELECT date, service, kind, SUM(bytes) AS bytes, CAST(SUM(bytes) AS DOUBLE) / SUM(seconds) AS bytes_per_second
FROM moved
GROUP BY date, service, kind
ORDER BY date, service, kind
