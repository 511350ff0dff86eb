package io.dispenser.telemetry.adapter.storage.azure;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.azurebfs.oauth2.AzureADAuthenticator;

/**
 * There is no token. The message holds what a token service's answer says by its codes, and never its words or the cause:
 * an answer may repeat what it was asked with.
 */
final class NoTokenException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Codes of Entra ID, such as AADSTS7000215, and of OAuth, such as invalid_client. */
    private static final Pattern CODE = Pattern.compile("AADSTS\\d+|\"error\"\\s*:\\s*\"([a-z_]{1,40})\"");

    private final boolean refused;

    private NoTokenException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /** The token service was asked with what it doesn't take; asking again won't help. */
    boolean isRefused() {
        return refused;
    }

    static NoTokenException silence(Duration patience) {
        return new NoTokenException("no answer within " + patience.toSeconds() + " s", false);
    }

    static NoTokenException of(Throwable cause) {
        if (cause instanceof AzureADAuthenticator.HttpException answer && answer.getHttpErrorCode() > 0) {
            int status = answer.getHttpErrorCode();
            // Those that a metadata service answers while it starts, or when it is asked too often.
            boolean passing = status == 404 || status == 408 || status == 410 || status == 429 || status >= 500;
            return new NoTokenException("it answered " + status + code(answer.getBody()), !passing && status != 200);
        }
        if (cause instanceof AzureADAuthenticator.HttpException) {
            return new NoTokenException("it can't be reached", false);
        }
        if (cause instanceof IOException file
                && String.valueOf(file.getMessage()).contains("token file")) {
            return new NoTokenException(
                    "the file that AZURE_FEDERATED_TOKEN_FILE names can't be read or is empty", true);
        }
        return new NoTokenException(
                "its answer makes no sense (" + cause.getClass().getSimpleName() + ")", false);
    }

    private static String code(String body) {
        Matcher matcher = CODE.matcher(body);
        StringBuilder codes = new StringBuilder();
        while (matcher.find() && codes.length() < 100) {
            codes.append(codes.isEmpty() ? " (" : ", ")
                    .append(matcher.group(1) == null ? matcher.group() : matcher.group(1));
        }
        return codes.isEmpty() ? "" : codes + ")";
    }
}
