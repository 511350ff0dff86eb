package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpTransport;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.javanet.ConnectionFactory;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.util.Map;

/**
 * The way to the metadata server that the settings name. The connector would look for its name in the process's own environment,
 * which is not always the one that we were given; whichever it found there, the connections go where ours says, and through no
 * proxy.
 */
final class MetadataServer implements ConnectionFactory {

    private final String host;
    private final CallDeadline deadline;

    MetadataServer(Map<String, String> environment, CallDeadline deadline) {
        this.host = GcsCredentials.metadataHost(environment);
        this.deadline = deadline;
    }

    HttpTransport transport() {
        return new NetHttpTransport.Builder().setConnectionFactory(this).build();
    }

    @Override
    public HttpURLConnection openConnection(URL url) throws IOException {
        URL ours = new URL("http://" + host + url.getFile());
        return deadline.follow((HttpURLConnection) ours.openConnection(Proxy.NO_PROXY));
    }
}
