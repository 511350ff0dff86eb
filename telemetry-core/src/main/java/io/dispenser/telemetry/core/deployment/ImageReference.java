package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ImageDetails;
import java.util.Optional;

/** The name of an image, taken apart as Docker does: {@code repository[:tag][@digest]}. */
record ImageReference(String repository, Optional<String> tag, Optional<String> digest) {

    private static final String ID_PREFIX = "sha256:";
    private static final String DEFAULT_TAG = "latest";
    private static final String DOCKER_HUB = "docker.io/";
    private static final String OFFICIAL = "library/";

    static ImageReference parse(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        int colon = name.lastIndexOf(':');
        // A colon before a slash belongs to a registry's port.
        boolean tagged = colon > name.lastIndexOf('/');
        return tagged
                ? new ImageReference(name.substring(0, colon), Optional.of(name.substring(colon + 1)), digest)
                : new ImageReference(name, Optional.empty(), digest);
    }

    /** The name with its tag: {@code nginx} becomes {@code nginx:latest}; an id or a digest stays what it is. */
    static String withTag(String image) {
        if (image.startsWith(ID_PREFIX)) {
            return image;
        }
        ImageReference reference = parse(image);
        return reference.tag.isPresent() || reference.digest.isPresent() ? image : image + ":" + DEFAULT_TAG;
    }

    /** The digest of the repository that {@code image} names, or the image's id where it has none. */
    static String digestOf(String image, ImageDetails details) {
        String wanted = canonical(parse(image).repository);
        for (String repoDigest : details.repoDigests()) {
            ImageReference candidate = parse(repoDigest);
            if (canonical(candidate.repository).equals(wanted)) {
                return candidate.digest.orElse(details.id());
            }
        }
        return details.id();
    }

    private static String canonical(String repository) {
        String name = repository.startsWith(DOCKER_HUB) ? repository.substring(DOCKER_HUB.length()) : repository;
        return name.startsWith(OFFICIAL) ? name.substring(OFFICIAL.length()) : name;
    }
}
