package io.dispenser.telemetry.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void oneOrManyAreReadWithAnyTextBetweenThem() throws Exception {
        String two = "a comment\n" + pem(0) + "subject=CN = b\r\n" + pem(1).replace("\n", "\r\n") + "the end";
        assertThat(CertificateFile.read(Files.writeString(folder.resolve("two.pem"), two)))
                .containsExactly(known()[0], known()[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                     | is empty",
                "nothing                                                | holds no certificate in PEM",
                "-----BEGIN PRIVATE KEY-----                            | holds no certificate in PEM (-----BEGIN"
                        + " CERTIFICATE-----), but a private key",
                "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE----- | holds a certificate that is damaged: number 1"
            })
    void whatHoldsNoneIsTold(String content, String words) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);
        assertThatThrownBy(() -> CertificateFile.read(file))
                .isInstanceOf(CertificateFile.UnusableException.class)
                .hasMessageContaining(words);
        assertThatThrownBy(() -> TrustedAuthorities.withFile("ca_file", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ca_file: " + file + " " + words);
    }

    @Test
    void theSecondOneMayBeTheDamagedOne() throws Exception {
        Path file = Files.writeString(folder.resolve("cut.pem"), pem(0) + pem(1).substring(0, 200));
        assertThatThrownBy(() -> CertificateFile.read(file)).hasMessageContaining("damaged: number 2");
    }

    @Test
    void whatIsNoFileIsTold() {
        assertThatThrownBy(() -> CertificateFile.read(folder)).hasMessage("is a directory");
        assertThatThrownBy(() -> CertificateFile.read(folder.resolve("absent"))).hasMessage("does not exist");
    }

    @Test
    void authoritiesAreAddedToThoseOfTheJvm() throws Exception {
        var all = ((X509TrustManager) TrustedAuthorities.withJvm(List.of()).managers()[0]).getAcceptedIssuers();
        assertThat(all).containsExactlyInAnyOrder(known());
        var one =
                ((X509TrustManager) TrustedAuthorities.only(List.of(known()[0])).managers()[0]).getAcceptedIssuers();
        assertThat(one).containsExactly(known()[0]);
    }

    private static String pem(int index) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(known()[index].getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The JVM's own, in no order that changes. */
    private static X509Certificate[] known() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                return trust.getAcceptedIssuers();
            }
        }
        throw new AssertionError("this JVM trusts nobody");
    }
}
