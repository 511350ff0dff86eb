package io.dispenser.telemetry.adapter.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ForwardProxy;
import io.dispenser.telemetry.testkit.StoreRouteContract;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AzureRouteTest extends StoreRouteContract {

    private final TableUri table = Azurite.newTable();

    @Override
    protected StorageAdapter adapter() {
        return new AzureStorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return table;
    }

    @Override
    protected int port() throws Exception {
        return Azurite.running().port();
    }

    @Override
    protected StorageSettings settings(URI address) throws Exception {
        Azurite server = Azurite.running();
        return new StorageSettings(
                server.settings(server.port(), Map.of()).environment(),
                Map.of("endpoint", address + "/" + Azurite.ACCOUNT));
    }

    @Test
    void anEndpointThatIsNotTheAccountsIsRefusedWithTheRightOne() {
        TableUri uri = TableUri.parse("abfss://lake@acme.dfs.core.windows.net/table");
        Map.of(
                        "https://acme.blob.core.windows.net/lake/", "address alone: https://acme.blob.core.windows.net",
                        "http://127.0.0.1:10000/acme/lake", "address alone: http://127.0.0.1:10000/acme",
                        "https://acme.dfs.core.windows.net", "write https://acme.blob.core.windows.net",
                        "https://other.blob.core.windows.net", "not that of the storage account acme")
                .forEach((endpoint, words) -> assertThatThrownBy(() -> adapter()
                                .open(
                                        uri,
                                        new StorageSettings(
                                                Map.of(), Map.of("endpoint", endpoint, "anonymous", "true"))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(words));
        assertThat(AzureLocation.of(
                                TableUri.parse("abfss://acme@acme.dfs.core.windows.net/table"),
                                new StorageSettings(Map.of(), Map.of("endpoint", "http://127.0.0.1:10000/acme")))
                        .container())
                .as("a container may have the account's name")
                .hasToString("http://127.0.0.1:10000/acme/acme");
    }

    @Test
    void tokensOfEntraAreFetchedOnTheSameWay() throws Exception {
        try (StubService blobs = StubService.answering(request -> StubService.Answer.json(200, "content"));
                StubService entra = StubService.answering(request -> StubService.Answer.json(
                        200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token-of-entra\"}"));
                ForwardProxy proxy = ForwardProxy.start();
                TableStore store = new AzureStorageAdapter()
                        .open(
                                table,
                                new StorageSettings(
                                        Map.of(
                                                "AZURE_STORAGE_ACCOUNT",
                                                "acme",
                                                "AZURE_CLIENT_ID",
                                                "client",
                                                "AZURE_TENANT_ID",
                                                "tenant",
                                                "AZURE_CLIENT_SECRET",
                                                "my+secret",
                                                "AZURE_AUTHORITY_HOST",
                                                entra.address(),
                                                "HTTP_PROXY",
                                                proxy.uri().toString()),
                                        Map.of("endpoint", blobs.address() + "/acme")))) {
            store.readAll("a");
            store.readAll("b");
            assertThat(proxy.requests()).hasSize(3);
            assertThat(proxy.requests().get(0)).isEqualTo("POST " + entra.address() + "/tenant/oauth2/v2.0/token");
            assertThat(entra.seen().get(0).body()).contains("client_id=client", "client_secret=my%2Bsecret");
            assertThat(blobs.seen())
                    .hasSize(2)
                    .allSatisfy(request ->
                            assertThat(request.headers()).containsEntry("authorization", "Bearer token-of-entra"));
        }
    }
}
