package org.bocau.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bocau.net.HostName;
import org.bocau.net.Listeners;
import org.springframework.stereotype.Component;

/** Where mail programs reach this server: over TLS from the first octet on (RFC 8314 §3). */
@Component
class MailServices {
    private final Listeners listeners;
    private final HostName host;
    private final SettingsProperties properties;

    MailServices(Listeners listeners, HostName host, SettingsProperties properties) {
        this.listeners = listeners;
        this.host = host;
        this.properties = properties;
    }

    /**
     * One service.
     *
     * @param kind {@code imap}, {@code smtp} or {@code pop3}
     */
    record Place(String kind, String host, int port) {}

    /** Those that are open: receiving, sending, and the older way of receiving. */
    List<Place> all() {
        var places = new ArrayList<Place>();
        imap().ifPresent(places::add);
        submission().ifPresent(places::add);
        place("pop3", "pop3s", properties.popPort()).ifPresent(places::add);
        return places;
    }

    Optional<Place> imap() {
        return place("imap", "imaps", properties.imapPort());
    }

    Optional<Place> submission() {
        return place("smtp", "submissions", properties.submissionPort());
    }

    private Optional<Place> place(String kind, String service, int mapped) {
        if (!listeners.open(service)) return Optional.empty();
        int port = mapped > 0 ? mapped : listeners.port(service);
        return Optional.of(new Place(kind, host.value(), port));
    }
}
