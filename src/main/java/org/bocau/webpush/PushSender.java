package org.bocau.webpush;

import java.io.IOException;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.remote.RemoteAddress;
import org.bocau.remote.RemoteClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives sealed texts to push services. RFC 8030 §5. */
@Component
class PushSender {
    private static final Logger log = LoggerFactory.getLogger(PushSender.class);
    private static final int MOST_ANSWER = 4096; // octets, and nobody reads them

    private final RemoteClient remote;
    private final ServerKey key;
    private final PushSubscriptions subscriptions;
    private final PushProperties properties;

    PushSender(
            RemoteClient remote,
            ServerKey key,
            PushSubscriptions subscriptions,
            PushProperties properties) {
        this.remote = remote;
        this.key = key;
        this.subscriptions = subscriptions;
        this.properties = properties;
    }

    /** Tells all browsers of an account; one that is gone is forgotten (RFC 8030 §7.3). */
    void send(AccountId account, byte[] text) {
        for (var place : subscriptions.places(account)) {
            try {
                int status = post(place, text);
                if (status == 404 || status == 410) subscriptions.remove(account, place.id());
                else if (status / 100 != 2) {
                    log.info("push service {} answered {}", place.endpoint().host(), status);
                }
            } catch (IOException away) {
                log.info("push service {}: {}", place.endpoint().host(), away.getMessage());
            }
        }
    }

    private int post(PushSubscriptions.Place place, byte[] text) throws IOException {
        var sealed = SealedPush.of(text, place.publicKey(), place.secret());
        var fields =
                Map.of(
                        "TTL",
                        Long.toString(properties.kept().toSeconds()),
                        "Urgency",
                        "normal",
                        "Content-Encoding",
                        "aes128gcm",
                        "Authorization",
                        key.authorization(origin(place.endpoint())));
        return remote.post(
                        place.endpoint(), "application/octet-stream", fields, sealed, MOST_ANSWER)
                .status();
    }

    private static String origin(RemoteAddress endpoint) {
        var scheme = endpoint.secure() ? "https" : "http";
        var port = endpoint.usualPort() ? "" : ":" + endpoint.port();
        return scheme + "://" + endpoint.host() + port;
    }
}
