package org.bocau.webpush;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.bocau.account.AccountId;
import org.bocau.remote.RemoteAddress;
import org.bocau.remote.RemoteClient;
import org.bocau.webpush.PushSubscriptions.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Gives sealed texts to push services. RFC 8030 §5. */
@Component
class PushSender {
    private static final Logger log = LoggerFactory.getLogger(PushSender.class);

    /** Of the questions {@link RemoteClient} asks at a time: it has letters' pictures to fetch. */
    private static final int AT_ONCE = 4;

    private static final int MOST_ANSWER = 4096; // octets, and nobody reads them

    private final RemoteClient remote;
    private final ServerKey key;
    private final PushSubscriptions subscriptions;
    private final PushProperties properties;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

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

    /**
     * Tells all browsers of an account, one after the other: those of one account that answer
     * slowly must not take the turns of all others. One that is gone is forgotten (RFC 8030 §7.3).
     *
     * @return false when there were some and none could be reached: it may be tried again
     */
    boolean send(AccountId account, List<byte[]> texts) {
        if (texts.isEmpty()) return true;
        var places = subscriptions.places(account);
        int away = 0;
        for (var place : places) {
            if (!send(account, place, texts)) away++;
        }
        return places.isEmpty() || away < places.size();
    }

    private boolean send(AccountId account, Place place, List<byte[]> texts) {
        turns.acquireUninterruptibly();
        try {
            for (var text : texts) {
                int status = post(place, text);
                if (status == 404 || status == 410) {
                    subscriptions.remove(account, place.endpoint());
                    return true;
                }
                if (status / 100 != 2) log.info("push service {} answered {}", name(place), status);
                if (status == 429 || status / 100 == 5) return false;
            }
            return true;
        } catch (IOException out) {
            log.info("push service {}: {}", name(place), out.getMessage());
            return false;
        } catch (IllegalArgumentException | DataAccessException | TransactionException fault) {
            // a key that is none, a text too long: trying again mends neither
            log.warn("push service {}: {}", name(place), fault.getMessage());
            return true;
        } finally {
            turns.release();
        }
    }

    private static String name(Place place) {
        return place.address().host();
    }

    private int post(Place place, byte[] text) throws IOException {
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
                        key.authorization(origin(place.address())));
        return remote.post(place.address(), "application/octet-stream", fields, sealed, MOST_ANSWER)
                .status();
    }

    private static String origin(RemoteAddress endpoint) {
        var scheme = endpoint.secure() ? "https" : "http";
        var port = endpoint.usualPort() ? "" : ":" + endpoint.port();
        return scheme + "://" + endpoint.host() + port;
    }
}
