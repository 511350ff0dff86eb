package io.dispenser.telemetry.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders with an adapter; what is loaded from those that we ship, the check of the packed program shows. */
class InstalledAdaptersTest {

    private static final TableUri TABLE = TableUri.parse("s3://bucket/x");

    @TempDir
    private Path adapters;

    @Test
    void aFoldersSchemesAreKnownWithoutLoadingIt() throws IOException {
        declare("s3/connector.jar", null);
        declare("s3/z-adapter.jar", "s3 s3a"); // has no classes, so that it can't have been loaded
        Files.writeString(adapters.resolve("readme.txt"), "no adapter");
        assertThat(installed().schemes()).containsExactly("s3", "s3a");
        assertThat(installed().warnings()).isEmpty();
        assertThat(installed().conflicts()).isEmpty();
    }

    @Test
    void theFirstJarByNameThatDeclaresSchemesCounts() throws IOException {
        declare("x/b.jar", "b");
        declare("x/a.jar", "a");
        declare("x/0.jar", null);
        assertThat(installed().schemes()).containsExactly("a");
    }

    @Test
    void schemesOfOneFolderHaveOneAdapterAndThoseOfTwoHaveNot() throws IOException {
        declare("s3/a.jar", "s3 s3a");
        declare("gcs/a.jar", "gs");
        assertThat(installed().haveOneAdapter("s3", "s3a")).isTrue();
        assertThat(installed().haveOneAdapter("s3", "gs")).isFalse();
        assertThat(installed().haveOneAdapter("s3", "ftp")).isFalse();
        assertThat(installed().haveOneAdapter("ftp", "sftp")).isFalse();
        assertThat(installed().haveOneAdapter("ftp", "ftp")).isTrue();
    }

    @Test
    void aFolderWithoutAnyDeclarationIsToldAndDisturbsNoOther() throws IOException {
        declare("broken/a.jar", null);
        Files.writeString(adapters.resolve("broken/b.jar"), "no jar");
        Files.createDirectory(adapters.resolve("empty"));
        declare("s3/a.jar", "s3");
        InstalledAdapters installed = installed();
        assertThat(installed.schemes()).containsExactly("s3");
        assertThat(installed.warnings()).hasSize(2);
        assertThat(installed.warnings().get(0))
                .startsWith("no storage adapter in " + adapters.resolve("broken")
                        + ": no jar in it has Dispenser-Storage-Schemes in its manifest (b.jar can't be read: ");
        assertThat(installed.warnings().get(1))
                .isEqualTo("no storage adapter in " + adapters.resolve("empty")
                        + ": no jar in it has Dispenser-Storage-Schemes in its manifest; put the jars of a storage"
                        + " adapter there, or remove the folder");
    }

    @Test
    void anAdapterWithoutTheAttributeIsNone() throws IOException {
        ThirdPartyAdapter.install(adapters.resolve("dir"), null);
        assertThat(installed().schemes()).isEmpty();
        assertThat(installed().warnings()).singleElement().asString().contains(adapters.resolve("dir") + ": no jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3, s3a", "S3", "s3://", "3s"})
    void aDeclarationOfNoSchemesIsTold(String written) throws IOException {
        declare("x/a.jar", written);
        assertThat(installed().schemes()).isEmpty();
        assertThat(installed().warnings())
                .singleElement()
                .asString()
                .contains(adapters.resolve("x") + ": the manifest of a.jar has Dispenser-Storage-Schemes: " + written);
    }

    @Test
    void aSchemeThatIsDeclaredAndNotServedIsToldWhenATableNeedsIt() throws IOException {
        ThirdPartyAdapter.install(adapters.resolve("dir"), "dir s3");
        StorageAdapters storage = inject(installed());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.credentialSource(TABLE))
                .withMessage("the storage adapter in " + adapters.resolve("dir") + " does not serve scheme 's3', which"
                        + " the manifest of its jar declares; it serves dir; install the adapter anew, or ask whoever"
                        + " made it");
        assertThat(storage.adapterName(TableUri.parse("dir://a/b"))).isEqualTo("DirStorageAdapter");
    }

    @Test
    void whatIsMissingInAFolderIsToldWhenATableNeedsIt() throws IOException {
        declare("s3/a.jar", "s3");
        StorageAdapters storage = inject(installed());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.credentialSource(TABLE))
                .withMessageContaining(adapters.resolve("s3") + " does not serve scheme 's3'")
                .withMessageContaining("it serves none; install the adapter anew");
    }

    @Test
    void twoFoldersForTheSameSchemesAreAnErrorAtStartThatNamesBoth() throws IOException {
        declare("old/a.jar", "s3 s3a");
        declare("s3/a.jar", "s3a s3");
        String told = "more than one storage adapter for scheme 's3', 's3a': " + adapters.resolve("old") + " and "
                + adapters.resolve("s3") + "; remove all but one";
        assertThat(installed().conflicts()).containsExactly(told);
        assertThatThrownBy(() -> inject(installed()))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining(told);
    }

    @Test
    void anAdapterOnTheClassPathAndOneInAFolderForOneSchemeAreAnErrorAtStart() throws IOException {
        declare("local/a.jar", "file");
        StorageAdapter local =
                ServiceLoader.load(StorageAdapter.class).findFirst().orElseThrow();
        assertThatThrownBy(() -> inject(InstalledAdapters.of(List.of(local), Optional.of(adapters))))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("'file': the class path (LocalStorageAdapter) and " + adapters.resolve("local"));
    }

    private InstalledAdapters installed() {
        return InstalledAdapters.of(List.of(), Optional.of(adapters));
    }

    private void declare(String jar, @Nullable String schemes) throws IOException {
        Path file = adapters.resolve(jar);
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (schemes != null) {
            manifest.getMainAttributes().putValue("Dispenser-Storage-Schemes", schemes);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static StorageAdapters inject(InstalledAdapters installed) {
        return Guice.createInjector(new StorageModule(installed, StorageSettings.NONE))
                .getInstance(StorageAdapters.class);
    }
}
