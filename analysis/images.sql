-- Images in use, and since when.
--
-- Measure: the containers of each host's last sample, by service and image (as configured, with its tag). image_sha is the
-- digest behind the tag as the container's newest deployment tells it; null where the window has no deployment of it, and one
-- row each where containers differ in it. in_use_since is, with an image_sha, when the oldest container of that service on that
-- host was created of those that had this digest without another one in between. Without one, and where that oldest container
-- took the place of one with the same digest, it is the first sample of that service on that host with the image, after the
-- last one with another image; where that is the first day of the window, it may have been earlier. Agents that share a `host`
-- are one: only the containers of the one that sampled last are listed.
-- Window: today and the 30 days before.
WITH samples AS (
    SELECT timestamp, t, service, COALESCE(host, '') AS host, container_id, image,
        MAX(t) OVER (PARTITION BY COALESCE(host, '')) AS host_last_t
    FROM status
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
),
changes AS (
    SELECT t, service, COALESCE(host, '') AS host, SUBSTR(container_id, 1, 12) AS short_id, image_sha, previous_image_sha,
        container_created_at
    FROM deployments
    WHERE date >= CAST(CURRENT_DATE - INTERVAL '30' DAY AS DATE)
),
digests AS (
    SELECT host, short_id, image_sha, t,
        ROW_NUMBER() OVER (PARTITION BY host, short_id ORDER BY t DESC) AS newest
    FROM changes
),
used AS (
    SELECT s.service, s.host, s.container_id, s.image, d.image_sha, d.t AS deployed_t
    FROM samples s
    LEFT JOIN digests d ON d.host = s.host AND d.short_id = s.container_id AND d.newest = 1
    WHERE s.t = s.host_last_t AND s.image IS NOT NULL AND s.container_id <> ''
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
    SELECT p.service, p.host, p.image, MIN(s.timestamp) AS sampled_since
    FROM pairs p
    JOIN samples s ON s.service = p.service AND s.host = p.host AND s.image = p.image
    LEFT JOIN others o ON o.service = p.service AND o.host = p.host AND o.image = p.image
    WHERE s.t > COALESCE(o.other_t, 0) OR s.t = s.host_last_t
    GROUP BY p.service, p.host, p.image
),
used_digests AS (
    SELECT service, host, image_sha, MAX(deployed_t) AS deployed_t
    FROM used
    WHERE image_sha IS NOT NULL
    GROUP BY service, host, image_sha
),
other_digests AS (
    SELECT u.service, u.host, u.image_sha, MAX(c.t) AS other_t
    FROM used_digests u
    JOIN changes c ON c.service = u.service AND c.host = u.host AND c.image_sha <> u.image_sha AND c.t < u.deployed_t
    GROUP BY u.service, u.host, u.image_sha
),
runs AS (
    SELECT u.service, u.host, u.image_sha, c.container_created_at, o.other_t,
        CASE WHEN c.previous_image_sha = u.image_sha THEN 1 ELSE 0 END AS as_before,
        ROW_NUMBER() OVER (PARTITION BY u.service, u.host, u.image_sha ORDER BY c.container_created_at, c.t) AS oldest
    FROM used_digests u
    JOIN changes c ON c.service = u.service AND c.host = u.host AND c.image_sha = u.image_sha
    LEFT JOIN used n ON n.service = c.service AND n.host = c.host AND n.container_id = c.short_id
    LEFT JOIN other_digests o ON o.service = u.service AND o.host = u.host AND o.image_sha = u.image_sha
    WHERE c.t > COALESCE(o.other_t, 0) OR n.container_id IS NOT NULL
)
SELECT u.service, u.host, u.image, u.image_sha, COUNT(*) AS containers,
    MIN(CASE
        WHEN r.container_created_at IS NULL OR (r.as_before = 1 AND r.other_t IS NULL) THEN b.sampled_since
        ELSE r.container_created_at
    END) AS in_use_since
FROM used u
JOIN begun b ON b.service = u.service AND b.host = u.host AND b.image = u.image
LEFT JOIN runs r ON r.service = u.service AND r.host = u.host AND r.image_sha = u.image_sha AND r.oldest = 1
GROUP BY u.service, u.host, u.image, u.image_sha
ORDER BY u.service, u.host, u.image
