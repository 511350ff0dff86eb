package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.ReplyLimit;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * What requests and replies have in common, whatever the SDK would do. A body is signed as a whole, which every store
 * understands: the SDK's way over plain HTTP, signed chunks, is stored with its frames by stores that don't. And of each reply
 * no more is read than it can have.
 */
final class StoreRequests implements ExecutionInterceptor {

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        SelectedAuthScheme<?> scheme = attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME);
        if (scheme != null) {
            attributes.putAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME, inOnePiece(scheme));
        }
    }

    private static <T extends Identity> SelectedAuthScheme<T> inOnePiece(SelectedAuthScheme<T> scheme) {
        return new SelectedAuthScheme<>(
                scheme.identity(),
                scheme.signer(),
                scheme.authSchemeOption()
                        .copy(option -> option.putSignerProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false)));
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        long limit = limit(context);
        boolean isKnown = context.httpResponse()
                .firstMatchingHeader("Content-Length")
                .filter(length -> length.matches("\\d{1,18}"))
                .filter(length -> Long.parseLong(length) > limit)
                .isPresent();
        if (isKnown && context.responseBody().isPresent()) {
            throw SdkClientException.create("reply refused", new ReplyLimit.TooLargeException(limit));
        }
        return context.responseBody().map(body -> ReplyLimit.limited(body, limit));
    }

    private static long limit(Context.ModifyHttpResponse context) {
        if (!context.httpResponse().isSuccessful()) {
            return ReplyLimit.MESSAGE_BYTES;
        }
        return context.request() instanceof GetObjectRequest ? ReplyLimit.fileBytes() : ReplyLimit.PAGE_BYTES;
    }
}
