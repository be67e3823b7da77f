package org.bocau.relay;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Fetches policies over HTTPS. RFC 8461 §3.3. */
final class StsFetch implements StsPolicies.Source {
    private static final int OK = 200;

    private final Https https;
    private final Function<String, URI> place;

    /**
     * @param place from the host's name to the policy's address
     */
    StsFetch(Https https, Function<String, URI> place) {
        this.https = https;
        this.place = place;
    }

    static URI wellKnown(String host) {
        return URI.create("https://" + host + "/.well-known/mta-sts.txt");
    }

    @Override
    public String fetch(String domain) throws IOException {
        var response = https.get(place.apply("mta-sts." + domain));
        if (response.status() != OK) {
            throw new IOException("status " + response.status());
        }
        if (!response.type().equals("text/plain")) {
            throw new IOException("not text/plain");
        }
        return new String(response.content(), StandardCharsets.UTF_8);
    }
}
