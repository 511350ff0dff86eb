package io.dispenser.telemetry.adapter.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which place a URI means. */
class AzureLocationTest {

    private static final Map<String, String> ACME = Map.of("AZURE_STORAGE_ACCOUNT", "acme");

    @ParameterizedTest
    @CsvSource({
        "az://lake/a/b,                                    acme,  https://acme.blob.core.windows.net/lake/a/b",
        "adls://lake/a/b,                                  acme,  https://acme.blob.core.windows.net/lake/a/b",
        "az://lake,                                        acme,  https://acme.blob.core.windows.net/lake",
        "abfss://lake/a,                                   acme,  https://acme.blob.core.windows.net/lake/a",
        "abfss://lake@other.dfs.core.windows.net/a,        other, https://other.blob.core.windows.net/lake/a",
        "abfs://lake@other.blob.core.windows.net/a/,       other, https://other.blob.core.windows.net/lake/a",
        "abfss://lake@Other.dfs.core.chinacloudapi.cn/a,   other, https://other.blob.core.chinacloudapi.cn/lake/a",
        "abfss://lake@other.z01.dfs.storage.azure.net/a,   other, https://other.z01.blob.storage.azure.net/lake/a",
        "az://lake@other/a%20b c,                          other, https://other.blob.core.windows.net/lake/a%20b%20c"
    })
    void aUriNamesContainerAccountAndDirectory(String uri, String account, String table) {
        AzureLocation location = of(uri, ACME, Map.of());
        assertThat(location.account()).isEqualTo(account);
        assertThat(location.address("_delta_log/0.json")).hasToString(table + "/_delta_log/0.json");
        assertThat(location.toString()).containsIgnoringCase(account);
    }

    @Test
    void theEndpointIsTheAddressOfTheBlobService() {
        for (String endpoint :
                new String[] {"http://127.0.0.1:10000/devstoreaccount1", " http://127.0.0.1:10000/devstoreaccount1// "
                }) {
            AzureLocation location = of("az://lake/a", ACME, Map.of("endpoint", endpoint));
            assertThat(location.address("b")).hasToString("http://127.0.0.1:10000/devstoreaccount1/lake/a/b");
            assertThat(location.account()).isEqualTo("acme");
        }
        for (String endpoint :
                new String[] {"127.0.0.1:10000", "ftp://x", "https://", "https://x/?a=b", "https://u:p@x"}) {
            assertThatIllegalArgumentException()
                    .as(endpoint)
                    .isThrownBy(() -> of("az://lake/a", ACME, Map.of("endpoint", endpoint)))
                    .withMessageContaining("expected https://account.blob.core.windows.net");
        }
    }

    @Test
    void theAccountHasOneName() {
        assertThat(of("az://lake/a", Map.of("AZURE_STORAGE_ACCOUNT_NAME", "acme"), Map.of())
                        .account())
                .isEqualTo("acme");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(
                        "az://lake/a",
                        Map.of("AZURE_STORAGE_ACCOUNT", "acme", "AZURE_STORAGE_ACCOUNT_NAME", "other"),
                        Map.of()))
                .withMessageContaining("acme and other: unset one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("az://lake/a", Map.of("AZURE_STORAGE_ACCOUNT", ""), Map.of()))
                .withMessageContaining("set AZURE_STORAGE_ACCOUNT")
                .withMessageContaining("abfss://lake@account.dfs.core.windows.net/a");
    }

    @ParameterizedTest
    @CsvSource({"ab", "Lake", "la_ke", "la--ke", "-lake", "lake-", "$logs"})
    void aContainerHasAContainersName(String container) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("az://" + container + "/a", ACME, Map.of()))
                .withMessageContaining("names no container ('" + container + "'");
    }

    private static AzureLocation of(String uri, Map<String, String> environment, Map<String, String> options) {
        return AzureLocation.of(TableUri.parse(uri), new StorageSettings(environment, options));
    }
}
