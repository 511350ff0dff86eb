package io.dispenser.telemetry.core.container;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image, taken apart by the grammar that Docker and Podman share (distribution/reference):
 * {@code [domain/]path[:tag][@digest]}. Without a domain it is Docker Hub's, whose official images lie under {@code library/}.
 *
 * @param domain the registry, with its port: {@code docker.io}
 * @param path the repository in it: {@code library/nginx}
 * @param tag the tag, without its colon
 * @param digest the digest, without its at sign: {@code sha256:…}
 */
public record ImageReference(String domain, String path, Optional<String> tag, Optional<String> digest) {

    private static final String ID_PREFIX = "sha256:";
    private static final String DEFAULT_TAG = "latest";
    private static final String DOCKER_HUB = "docker.io";
    private static final String OLD_DOCKER_HUB = "index.docker.io";
    private static final String OFFICIAL = "library/";

    /** Of these, the grammar allows 64 digits in no name; 12 are what {@code docker images} shows. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}|[0-9a-f]{64}");

    private static final Pattern ABBREVIATED_ID = Pattern.compile("[0-9a-f]{1,64}");

    /** Takes {@code text} apart; what is no name by the grammar comes out as some name. */
    public static ImageReference parse(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        int colon = name.lastIndexOf(':');
        // A colon before a slash belongs to a registry's port.
        boolean tagged = colon > name.lastIndexOf('/');
        Optional<String> tag = tagged ? Optional.of(name.substring(colon + 1)) : Optional.empty();
        String repository = tagged ? name.substring(0, colon) : name;
        int slash = repository.indexOf('/');
        boolean hasDomain = slash > 0 && isDomain(repository.substring(0, slash));
        String domain = hasDomain ? repository.substring(0, slash).toLowerCase(Locale.ROOT) : DOCKER_HUB;
        String path = hasDomain ? repository.substring(slash + 1) : repository;
        if (domain.equals(OLD_DOCKER_HUB)) {
            domain = DOCKER_HUB;
        }
        boolean official = domain.equals(DOCKER_HUB) && path.indexOf('/') < 0;
        return new ImageReference(domain, official ? OFFICIAL + path : path, tag, digest);
    }

    private static boolean isDomain(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.toLowerCase(Locale.ROOT).equals(first); // no repository has capitals
    }

    /**
     * Whether {@code image} is an image's id, whole or abbreviated, and no name. A short one may be either ({@code facade});
     * it is an id if the image that is meant bears it.
     *
     * @param imageId {@code sha256:…}, the id of the image that is meant, or empty when nobody knows
     */
    public static boolean isId(String image, String imageId) {
        if (image.startsWith(ID_PREFIX)) {
            return true;
        }
        if (!ABBREVIATED_ID.matcher(image).matches()) {
            return false;
        }
        return imageId.isEmpty()
                ? ID.matcher(image).matches()
                : imageId.startsWith(ID_PREFIX + image) || image.length() == 64;
    }

    /**
     * The name with its tag: {@code nginx} becomes {@code nginx:latest}; an id or a digest stays what it is.
     *
     * @param imageId as in {@link #isId}
     */
    public static String withTag(String image, String imageId) {
        if (isId(image, imageId)) {
            return image;
        }
        ImageReference reference = parse(image);
        return reference.tag.isPresent() || reference.digest.isPresent() ? image : image + ":" + DEFAULT_TAG;
    }

    /**
     * The digest that {@code image} names; else that of the repository that it names; else the image's id, which one without a
     * repository has.
     */
    public static String digestOf(String image, ImageDetails details) {
        if (isId(image, details.id())) {
            return details.id();
        }
        ImageReference wanted = parse(image);
        if (wanted.digest.isPresent()) {
            return wanted.digest.get();
        }
        for (String repoDigest : details.repoDigests()) {
            ImageReference candidate = parse(repoDigest);
            if (candidate.isOfRepository(wanted)) {
                return candidate.digest.orElse(details.id());
            }
        }
        return details.id();
    }

    /** Whether two texts name the same image, in whatever form: {@code nginx} and {@code docker.io/library/nginx:latest}. */
    public static boolean isSame(String one, String other) {
        return one.equals(other) || normal(one).equals(normal(other));
    }

    private static ImageReference normal(String text) {
        ImageReference reference = parse(text);
        boolean bare = reference.tag.isEmpty() && reference.digest.isEmpty();
        return bare
                ? new ImageReference(reference.domain, reference.path, Optional.of(DEFAULT_TAG), reference.digest)
                : reference;
    }

    private boolean isOfRepository(ImageReference other) {
        return domain.equals(other.domain) && path.equals(other.path);
    }
}
