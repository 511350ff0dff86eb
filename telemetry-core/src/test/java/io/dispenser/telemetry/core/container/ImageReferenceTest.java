package io.dispenser.telemetry.core.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images by all the names that Docker and Podman have for them. */
class ImageReferenceTest {

    private static final String ID = "sha256:9c258ba0b1e6" + "0".repeat(52);
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String OTHER = "sha256:" + "b".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "nginx, nginx:latest",
        "nginx:1, nginx:1",
        "localhost:5000/nginx, localhost:5000/nginx:latest",
        "localhost:5000/nginx:1, localhost:5000/nginx:1",
        "nginx@sha256:ab, nginx@sha256:ab",
        "nginx:1@sha256:ab, nginx:1@sha256:ab",
        "facade, facade:latest",
        "cafe/babe, cafe/babe:latest",
        "sha256:abcdef, sha256:abcdef",
        "9c258b, 9c258b",
        "9c258ba0b1e6, 9c258ba0b1e6",
        "123456789abc, 123456789abc:latest",
    })
    void anImageIsNamedWithItsTagUnlessItIsAnId(String image, String named) {
        assertThat(ImageReference.withTag(image, ID)).isEqualTo(named);
    }

    @Test
    void anIdIsOneWhoeverBearsIt() {
        String hex = ID.substring("sha256:".length());
        assertThat(ImageReference.withTag(hex, ID)).isEqualTo(hex);
        assertThat(ImageReference.withTag(hex, DIGEST)).isEqualTo(hex);
        assertThat(ImageReference.withTag(hex, "")).isEqualTo(hex);
        assertThat(ImageReference.withTag("9c258ba0b1e6", "")).isEqualTo("9c258ba0b1e6");
        assertThat(ImageReference.withTag("facade", "")).isEqualTo("facade:latest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx",
                "nginx:1",
                "library/nginx:2",
                "docker.io/nginx",
                "docker.io/library/nginx",
                "index.docker.io/library/nginx:1",
                "index.docker.io/nginx",
                "DOCKER.IO/library/nginx"
            })
    void theDigestIsTheOneOfTheImagesOwnRepositoryHoweverItIsWritten(String image) {
        for (String own : List.of("nginx", "docker.io/library/nginx", "index.docker.io/library/nginx")) {
            ImageDetails details = new ImageDetails(
                    ID,
                    List.of(
                            "mirror.example/nginx@" + OTHER,
                            "localhost/nginx@" + OTHER,
                            "docker.io/shop/nginx@" + OTHER,
                            own + "@" + DIGEST),
                    1);
            assertThat(ImageReference.digestOf(image, details)).isEqualTo(DIGEST);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost/nginx, localhost/nginx",
        "localhost:5000/shop/api:1, localhost:5000/shop/api",
        "registry.example.org/api, Registry.example.org/api",
        "shop/api, docker.io/shop/api",
        "Upper/api, upper/api"
    })
    void aRegistryIsTakenForOneByItsForm(String image, String repository) {
        ImageDetails details = new ImageDetails(ID, List.of("api@" + OTHER, repository + "@" + DIGEST), 1);
        boolean same = !image.startsWith("Upper"); // a domain, by its capital, where the other is a user of Docker Hub
        assertThat(ImageReference.digestOf(image, details)).isEqualTo(same ? DIGEST : ID);
    }

    @Test
    void aDigestThatIsNamedIsTheDigest() {
        ImageDetails details = new ImageDetails(ID, List.of("nginx@" + OTHER, "nginx@" + DIGEST), 1);
        assertThat(ImageReference.digestOf("nginx@" + DIGEST, details)).isEqualTo(DIGEST);
        assertThat(ImageReference.digestOf("docker.io/library/nginx:1@" + DIGEST, details))
                .isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9c258b", "9c258ba0b1e6", "nginx:1", "sha256:9c258ba0b1e6"})
    void withoutADigestOfItsRepositoryAnImageIsKnownByItsId(String image) {
        ImageDetails details = new ImageDetails(ID, List.of("mirror.example/nginx@" + OTHER), 1);
        assertThat(ImageReference.digestOf(image, details)).isEqualTo(ID);
    }

    @Test
    void formsOfOneNameAreTheSame() {
        for (String form :
                List.of("nginx", "nginx:latest", "docker.io/nginx", "index.docker.io/library/nginx:latest")) {
            assertThat(ImageReference.isSame("library/nginx", form)).as(form).isTrue();
        }
        for (String form : List.of("nginx:1", "localhost/nginx", "nginx@" + DIGEST, "shop/nginx")) {
            assertThat(ImageReference.isSame("nginx", form)).as(form).isFalse();
        }
    }
}
