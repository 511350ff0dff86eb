-- Images in use, and since when.
--
-- Measure: the containers of each host's last sample, by service and image (as configured, with its tag). in_use_since is the first
-- sample of that service on that host with the image, after the last one with another image; where it is the first day
-- of the window, it may have been earlier. image_sha is the digest behind the tag as the container's newest
-- deployment tells it; null where the window has no deployment of it, and one row each where containers differ in it.
-- Window: today and the 30 days before.
WITH samples AS (
    SELECT timestamp, t, service, COALESCE(host, '') AS host, container_id, image,
        MAX(t) OVER (PARTITION BY COALESCE(host, '')) AS host_last_t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
),
used AS (
    SELECT service, host, container_id, image
    FROM samples
    WHERE t = host_last_t AND image IS NOT NULL AND container_id <> ''
),
pairs AS (
    SELECT DISTINCT service, host, image
    FROM used
),
others AS (
    SELECT p.service, p.host, p.image, MAX(s.t) AS other_t
    FROM pairs p
    JOIN samples s ON s.service = p.service AND s.host = p.host AND s.image <> p.image
    GROUP BY p.service, p.host, p.image
),
begun AS (
    SELECT p.service, p.host, p.image, MIN(s.timestamp) AS in_use_since
    FROM pairs p
    JOIN samples s ON s.service = p.service AND s.host = p.host AND s.image = p.image
    LEFT JOIN others o ON o.service = p.service AND o.host = p.host AND o.image = p.image
    WHERE s.t > COALESCE(o.other_t, 0) OR s.t = s.host_last_t
    GROUP BY p.service, p.host, p.image
),
digests AS (
    SELECT COALESCE(host, '') AS host, SUBSTR(container_id, 1, 12) AS short_id, image_sha,
        ROW_NUMBER() OVER (PARTITION BY COALESCE(host, ''), SUBSTR(container_id, 1, 12) ORDER BY t DESC) AS newest
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
)
SELECT u.service, u.host, u.image, d.image_sha, COUNT(*) AS containers, MIN(b.in_use_since) AS in_use_since
FROM used u
JOIN begun b ON b.service = u.service AND b.host = u.host AND b.image = u.image
LEFT JOIN digests d ON d.host = u.host AND d.short_id = u.container_id AND d.newest = 1
GROUP BY u.service, u.host, u.image, d.image_sha
ORDER BY u.service, u.host, u.image
