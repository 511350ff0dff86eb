-- Containers that come near their memory limit.
--
-- Measure: the share of its limit that a container uses, in each sample; near_samples is in how many it was 90 % or more, and
-- containers without such a sample, or without a limit, are not listed. The page cache doesn't count: the kernel frees it.
-- Window: today and the day before.
SELECT service, COALESCE(host, '') AS host, container_id,
    COUNT(*) AS samples,
    SUM(CASE WHEN memory_bytes >= CAST(memory_limit_bytes AS DOUBLE) * 0.9e0 THEN 1 ELSE 0 END) AS near_samples,
    MAX(CAST(memory_bytes AS DOUBLE) / memory_limit_bytes) AS highest_share,
    MAX(memory_limit_bytes) AS limit_bytes
FROM status
WHERE date >= CAST(CURRENT_DATE - INTERVAL '1' DAY AS DATE)
  AND memory_bytes IS NOT NULL
  AND memory_limit_bytes > 0
GROUP BY service, COALESCE(host, ''), container_id
HAVING SUM(CASE WHEN memory_bytes >= CAST(memory_limit_bytes AS DOUBLE) * 0.9e0 THEN 1 ELSE 0 END) > 0
ORDER BY highest_share DESC, service, host, container_id
