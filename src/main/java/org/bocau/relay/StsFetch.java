package org.bocau.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.bocau.net.Dns;

/**
 * Fetches policies over HTTPS. RFC 8461 §3.3: the certificate must be valid for the name, redirects
 * are not followed, the text is short and comes soon.
 */
final class StsFetch implements StsPolicies.Source {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_OCTETS = 64 << 10;
    private static final int OK = 200;

    private final HttpClient client;
    private final Dns dns;
    private final Reach reach;
    private final Function<String, URI> place;

    /**
     * @param place from the host's name to the policy's address
     */
    StsFetch(SSLContext trust, Dns dns, Reach reach, Function<String, URI> place) {
        this.client =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        this.dns = dns;
        this.reach = reach;
        this.place = place;
    }

    static URI wellKnown(String host) {
        return URI.create("https://" + host + "/.well-known/mta-sts.txt");
    }

    @Override
    public String fetch(String domain) throws IOException {
        var host = "mta-sts." + domain;
        var addresses = dns.addresses(host).records();
        if (addresses.isEmpty() || !addresses.stream().allMatch(reach::allows)) {
            throw new IOException(host + " has no public address");
        }
        var request = HttpRequest.newBuilder(place.apply(host)).timeout(PATIENCE).GET().build();
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                return text(response, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String text(HttpResponse<?> response, InputStream body) throws IOException {
        var type = response.headers().firstValue("content-type").orElse("");
        if (response.statusCode() != OK) {
            throw new IOException("status " + response.statusCode());
        }
        if (!type.toLowerCase(Locale.ROOT).startsWith("text/plain")) {
            throw new IOException("not text/plain");
        }
        byte[] octets = body.readNBytes(MAX_OCTETS + 1);
        if (octets.length > MAX_OCTETS) {
            throw new IOException("over 64 KiB");
        }
        return new String(octets, StandardCharsets.UTF_8);
    }
}
