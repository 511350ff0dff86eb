package io.dispenser.telemetry.adapter.storage.azure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dispenser.telemetry.adapter.storage.azure.StubService.Answer;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.testkit.TestProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a person is told when the service refuses or is not there. */
class AzureErrorTranslatorTest {

    private static final String WRONG_KEY = "d3Jvbmcta2V5LW9mLXNvbWVib2R5LWVsc2U=";

    private final TableUri table = Azurite.newTable();

    @Test
    void aWrongKeyIsDenied() throws Exception {
        try (TableStore store = open(wrongKey(Azurite.running()))) {
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> store.list("", ""),
                    () -> store.stat("a"),
                    () -> store.readAll("a"),
                    () -> store.put("a", new byte[1]),
                    () -> store.putIfAbsent("a", new byte[1]),
                    () -> store.delete("a"))) {
                TableStoreException e = failure(use);
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.DENIED);
                assertThat(e)
                        .hasMessageContaining("the credentials (the account's key, from AZURE_STORAGE_KEY)")
                        .hasMessageContaining("az storage account keys list");
            }
        }
    }

    @Test
    void aMissingContainerIsNamedWithHowToMakeIt() throws Exception {
        Azurite azurite = Azurite.running();
        TableUri elsewhere = TableUri.parse("az://no-such-lake/table");
        try (TableStore store = new AzureStorageAdapter().open(elsewhere, azurite.settings(azurite.port(), Map.of()))) {
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> store.list("", ""),
                    () -> store.stat("a"),
                    () -> store.readAll("a"),
                    () -> store.put("a", new byte[1]),
                    () -> store.putIfAbsent("a", new byte[1]),
                    () -> store.delete("a"))) {
                TableStoreException e = failure(use);
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.BROKEN);
                assertThat(e)
                        .hasMessageContaining("no container no-such-lake in storage account dispenser")
                        .hasMessageContaining(
                                "az storage container create --name no-such-lake --account-name dispenser");
            }
        }
    }

    @Test
    void anonymousRequestsToAClosedContainerAreDenied() throws Exception {
        Azurite azurite = Azurite.running();
        try (TableStore store = open(azurite.settings(azurite.port(), Map.of("anonymous", "true")))) {
            TableStoreException e = failure(() -> store.list("", ""));
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.DENIED);
            assertThat(e).hasMessageContaining("remove anonymous = true");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, AuthorizationPermissionMismatch,    DENIED,      Storage Blob Data Contributor",
        "403, AuthorizationFailure,               DENIED,      firewall",
        "403, KeyBasedAuthenticationNotPermitted, DENIED,      takes no account keys",
        "403, AccountIsDisabled,                  DENIED,      is disabled",
        "403, AuthenticationFailed,               DENIED,      does not accept the credentials",
        "401, InvalidAuthenticationInfo,          DENIED,      does not accept the credentials",
        "401, NoAuthenticationInformation,        DENIED,      not open to everybody",
        "409, PublicAccessNotPermitted,           DENIED,      not open to everybody",
        "409, BlobImmutableDueToPolicy,           DENIED,      policy",
        "412, LeaseIdMissing,                     UNAVAILABLE, lease",
        "409, ContainerBeingDeleted,              UNAVAILABLE, 409 (ContainerBeingDeleted)",
        "403, SomethingNew,                       DENIED,      403 (SomethingNew)",
        "400, InvalidResourceName,                BROKEN,      400 (InvalidResourceName)",
        "429, TooManyRequests,                    UNAVAILABLE, too busy",
        "503, ServerBusy,                         UNAVAILABLE, too busy",
        "500, InternalError,                      OUTCOME_UNKNOWN, may have been done",
        "501, NotImplemented,                     BROKEN,      nothing was written",
        "507, InsufficientStorage,                UNAVAILABLE, free some room",
        "411, MissingContentLengthHeader,         BROKEN,      misses the length",
        "417, '',                                 BROKEN,      takes no header Expect",
        "400, '',                                 BROKEN,      port for TLS",
        "404, '',                                 BROKEN,      the right address"
    })
    void aCodeOfTheServiceHasAMeaning(int status, String code, Reason reason, String words) throws Exception {
        try (StubService service = StubService.answering(request -> Answer.error(status, code));
                TableStore store = open(settings(service.address() + "/acme"))) {
            TableStoreException e = failure(() -> store.put("a", new byte[1]));
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
            assertThat(e).hasMessageContaining(words).hasMessageContaining("az://lake/");
        }
    }

    @Test
    void aWrongClockIsSaidByHowMuch() throws Exception {
        for (Duration ahead : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofMinutes(5))) {
            try (StubService service = StubService.answering(request -> Answer.error(403, "AuthenticationFailed"));
                    TableStore store = open(
                            settings(service.address() + "/acme"),
                            () -> Instant.now().plus(ahead))) {
                TableStoreException e = failure(() -> store.readAll("a"));
                assertThat(e.reason()).isEqualTo(Reason.DENIED);
                if (ahead.abs().equals(Duration.ofHours(1))) {
                    assertThat(e.getMessage())
                            .containsPattern("the clock of this machine differs by (59|60) minutes")
                            .contains("set the clock");
                } else {
                    assertThat(e).hasMessageContaining("does not accept the credentials");
                }
            }
        }
    }

    @Test
    void aHostThatIsNotThereIsNamed() throws Exception {
        try (TableStore store = open(settings("http://no-such-account.invalid"))) {
            TableStoreException e = failure(() -> store.putIfAbsent("a", new byte[1]));
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e)
                    .hasMessageContaining(
                            "the service at no-such-account.invalid can't be reached: its name is not known")
                    .hasMessageContaining("DNS");
        }
    }

    @Test
    void aHostThatRefusesIsUnavailable() throws Exception {
        Azurite azurite = Azurite.running();
        try (TestProxy proxy = TestProxy.before(azurite.port());
                TableStore store = open(azurite.settings(proxy.port(), Map.of()))) {
            proxy.refuse();
            TableStoreException e = failure(() -> store.putIfAbsent("a", new byte[1]));
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e)
                    .hasMessageContaining("127.0.0.1:" + proxy.port() + " can't be reached: it refuses the connection");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsSaidToBeSo() throws Exception {
        Azurite azurite = Azurite.running();
        try (TableStore store = open(settings("https://127.0.0.1:" + azurite.port() + "/acme"))) {
            TableStoreException e = failure(() -> store.readAll("a"));
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e).hasMessageContaining("it speaks no TLS at this port");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        Map<String, String> there = Map.of("Location", "http://127.0.0.1:1/x?sig=secret");
        try (StubService service = StubService.answering(request -> new Answer(307, there, ""));
                TableStore store = open(settings(service.address() + "/acme"))) {
            TableStoreException e = failure(() -> store.readAll("a"));
            assertThat(e.reason()).isEqualTo(Reason.BROKEN);
            assertThat(e).hasMessageContaining("sends requests on to http://127.0.0.1:1/x, and");
        }
    }

    @Test
    void anErrorWithoutAnEndIsNotReadToIt() throws Exception {
        try (StubService service = StubService.answering(request -> new Answer(400, Map.of(), "x".repeat(3 << 20)));
                TableStore store = open(settings(service.address() + "/acme"))) {
            TableStoreException e = failure(() -> store.readAll("a"));
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.BROKEN);
            assertThat(e).hasMessageContaining("has more than 1048576 bytes");
        }
    }

    @Test
    void anAnswerOfSomethingElseIsNoListing() throws Exception {
        try (StubService portal = StubService.answering(request -> new Answer(200, Map.of(), "<html>Log in</html>"));
                TableStore store = open(settings(portal.address() + "/acme"))) {
            TableStoreException e = failure(() -> store.list("", ""));
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e).hasMessageContaining("none of the Blob service");
        }
    }

    /** At the level of the most talkative logging, of all libraries. */
    @Test
    void aFailingRunRepeatsNoSecret() throws Exception {
        Azurite azurite = Azurite.running();
        Map<String, String> principal = Map.of(
                "AZURE_STORAGE_ACCOUNT", "acme",
                "AZURE_CLIENT_ID", "client",
                "AZURE_TENANT_ID", "tenant",
                "AZURE_CLIENT_SECRET", "my-secret",
                "AZURE_AUTHORITY_HOST", "http://127.0.0.1:" + azurite.port());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = requireNonNull(root.getLevel());
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        StringBuilder all = new StringBuilder();
        try {
            for (StorageSettings settings : List.of(
                    wrongKey(azurite),
                    new StorageSettings(
                            principal,
                            azurite.settings(azurite.port(), Map.of()).options()))) {
                all.append(settings).append(AzureCredentials.choose(settings));
                all.append(new AzureStorageAdapter().credentialSource(table, settings));
                try (TableStore store = open(settings)) {
                    all.append(store).append(store.description());
                    StringWriter trace = new StringWriter();
                    failure(() -> store.putIfAbsent("a", new byte[1])).printStackTrace(new PrintWriter(trace));
                    all.append(trace);
                }
            }
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        log.list.forEach(event -> all.append(event.getFormattedMessage()));
        assertThat(log.list).as("the connector logs").isNotEmpty();
        assertThat(all.toString()).contains("client").doesNotContain(WRONG_KEY, "my-secret");
    }

    private static StorageSettings wrongKey(Azurite azurite) {
        Map<String, String> environment =
                new HashMap<>(azurite.settings(0, Map.of()).environment());
        environment.put("AZURE_STORAGE_KEY", WRONG_KEY);
        return new StorageSettings(
                environment, azurite.settings(azurite.port(), Map.of()).options());
    }

    private static StorageSettings settings(String endpoint) {
        return new StorageSettings(
                Map.of("AZURE_STORAGE_ACCOUNT", "acme", "AZURE_STORAGE_KEY", "a2V5"), Map.of("endpoint", endpoint));
    }

    private TableStore open(StorageSettings settings, InstantSource clock) {
        AzureLocation location = AzureLocation.of(table, settings);
        AzureCredentials credentials = AzureCredentials.choose(settings);
        return new AzureTableStore(
                location,
                new BlobClient(AbfsSettings.of(location, credentials, settings.options()), Ticker.system()),
                new AzureErrorTranslator(location, credentials, clock));
    }

    private TableStore open(StorageSettings settings) {
        return new AzureStorageAdapter().open(table, settings);
    }

    private static TableStoreException failure(ThrowingCallable call) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
