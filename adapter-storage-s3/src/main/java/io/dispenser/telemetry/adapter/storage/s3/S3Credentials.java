package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StorageSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a request is signed: exactly one way, chosen from the environment, and no other is tried. The first that is set up
 * is taken:
 *
 * <ol>
 *   <li>none, where the option {@code anonymous} says so;
 *   <li>keys: {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, with {@code AWS_SESSION_TOKEN} if they are temporary;
 *   <li>web identity, as Kubernetes service accounts have on EKS (IRSA): {@code AWS_WEB_IDENTITY_TOKEN_FILE} and {@code
 *       AWS_ROLE_ARN}, exchanged at the Security Token Service;
 *   <li>the container's credentials on ECS or by EKS Pod Identity: {@code AWS_CONTAINER_CREDENTIALS_FULL_URI} or {@code …_RELATIVE_URI};
 *   <li>the instance profile of this EC2 machine, asked of its metadata service (IMDSv2).
 * </ol>
 */
sealed interface S3Credentials {

    /** Where they come from, in words. */
    String source();

    /** What to look at when the store doesn't accept them. */
    String remedy();

    /** Requests are not signed. */
    record Anonymous() implements S3Credentials {
        @Override
        public String source() {
            return StorageSettings.ANONYMOUS_SOURCE;
        }

        @Override
        public String remedy() {
            return "allow anonymous requests to the bucket, or remove anonymous = true";
        }
    }

    /** Keys of the environment. */
    record Keys(String id, String secret, Optional<String> sessionToken) implements S3Credentials {
        @Override
        public String source() {
            return sessionToken.isPresent()
                    ? "temporary AWS keys of the environment (AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN)"
                    : "AWS keys of the environment (AWS_ACCESS_KEY_ID)";
        }

        @Override
        public String remedy() {
            return "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                    + (sessionToken.isPresent() ? ", and that AWS_SESSION_TOKEN belongs to them" : "");
        }

        /** Says nothing of the values. */
        @Override
        public String toString() {
            return source();
        }
    }

    /**
     * The identity of a Kubernetes service account.
     *
     * @param sts the Security Token Service, if it is not the region's own
     */
    record WebIdentity(Path tokenFile, String roleArn, String sessionName, Optional<URI> sts) implements S3Credentials {
        @Override
        public String source() {
            return "web identity (AWS_WEB_IDENTITY_TOKEN_FILE) as role " + roleArn;
        }

        @Override
        public String remedy() {
            return "check AWS_ROLE_ARN, and that the role trusts this service account";
        }
    }

    /**
     * What the container's platform gives out.
     *
     * @param authorization what the service wants to see, if it was given in the environment
     * @param authorizationFile where it is instead
     */
    record Container(URI address, Optional<String> authorization, Optional<Path> authorizationFile)
            implements S3Credentials {
        @Override
        public String source() {
            return "credentials of this container (" + address.getHost() + ")";
        }

        @Override
        public String remedy() {
            return "check the role of this task or pod";
        }

        /** Says nothing of the values. */
        @Override
        public String toString() {
            return source();
        }
    }

    /**
     * What the machine's platform gives out.
     *
     * @param metadata the machine's metadata service
     */
    record InstanceProfile(URI metadata) implements S3Credentials {
        @Override
        public String source() {
            return "instance profile of this EC2 machine";
        }

        @Override
        public String remedy() {
            return "check the role of this machine's instance profile";
        }
    }

    /**
     * Chooses from an environment.
     *
     * @throws IllegalArgumentException if the environment names one way and leaves out a part of it
     */
    static S3Credentials choose(Map<String, String> environment, boolean anonymous) {
        if (anonymous) {
            return new Anonymous();
        }
        Optional<String> id = S3Setting.text(environment, "AWS_ACCESS_KEY_ID");
        Optional<String> secret = S3Setting.text(environment, "AWS_SECRET_ACCESS_KEY");
        Optional<String> token = S3Setting.text(environment, "AWS_SESSION_TOKEN");
        if (id.isPresent() && secret.isPresent()) {
            return new Keys(id.get(), secret.get(), token);
        }
        if (id.isPresent() || secret.isPresent() || token.isPresent()) {
            throw missing(
                    id.isPresent() ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID",
                    id.isPresent()
                            ? "AWS_ACCESS_KEY_ID"
                            : secret.isPresent() ? "AWS_SECRET_ACCESS_KEY" : "AWS_SESSION_TOKEN");
        }
        Optional<String> file = S3Setting.text(environment, "AWS_WEB_IDENTITY_TOKEN_FILE");
        Optional<String> role = S3Setting.text(environment, "AWS_ROLE_ARN");
        if (file.isPresent() && role.isPresent()) {
            return new WebIdentity(
                    Path.of(file.get()),
                    role.get(),
                    S3Setting.text(environment, "AWS_ROLE_SESSION_NAME").orElse("dispenser-telemetry"),
                    S3Setting.text(environment, "AWS_ENDPOINT_URL_STS")
                            .map(text -> S3Setting.address("AWS_ENDPOINT_URL_STS", text)));
        }
        if (file.isPresent() || role.isPresent()) {
            throw missing(
                    file.isPresent() ? "AWS_ROLE_ARN" : "AWS_WEB_IDENTITY_TOKEN_FILE",
                    file.isPresent() ? "AWS_WEB_IDENTITY_TOKEN_FILE" : "AWS_ROLE_ARN");
        }
        return ofContainerOrMachine(environment);
    }

    private static S3Credentials ofContainerOrMachine(Map<String, String> environment) {
        Optional<URI> container = S3Setting.text(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                .map(path -> S3Setting.address("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "http://169.254.170.2" + path))
                .or(() -> S3Setting.text(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
                        .map(text -> S3Setting.address("AWS_CONTAINER_CREDENTIALS_FULL_URI", text)));
        if (container.isPresent()) {
            return new Container(
                    container.get(),
                    S3Setting.text(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN"),
                    S3Setting.text(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
                            .map(Path::of));
        }
        Optional<String> profile =
                S3Setting.text(environment, "AWS_PROFILE").or(() -> S3Setting.text(environment, "AWS_DEFAULT_PROFILE"));
        if (profile.isPresent()) {
            throw new IllegalArgumentException("AWS_PROFILE is set, and profiles of ~/.aws are not read here: put the"
                    + " profile's keys into the environment (eval \"$(aws configure export-credentials --profile "
                    + profile.get() + " --format env)\"), or unset it to use the role of this machine");
        }
        if (S3Setting.text(environment, "AWS_EC2_METADATA_DISABLED").orElse("").equalsIgnoreCase("true")) {
            throw new IllegalArgumentException(
                    "no credentials for S3: AWS_EC2_METADATA_DISABLED rules out the instance profile,"
                            + " and nothing else is set; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        return new InstanceProfile(S3Setting.address(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                S3Setting.text(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT").orElse("http://169.254.169.254")));
    }

    private static IllegalArgumentException missing(String variable, String present) {
        return new IllegalArgumentException(
                variable + " is not set, but " + present + " is; set both, or neither to use other credentials");
    }
}
