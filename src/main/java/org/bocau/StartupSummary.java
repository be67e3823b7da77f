package org.bocau;

import java.util.ArrayList;
import java.util.List;
import org.bocau.database.DataDirectory;
import org.bocau.net.Announcement;
import org.bocau.net.Listeners;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The last words of a start: where everything is. Goes to standard output, not to the log. */
@Component
class StartupSummary {
    private static final Logger log = LoggerFactory.getLogger(StartupSummary.class);

    private final DataDirectory data;
    private final Listeners listeners;
    private final ObjectProvider<Announcement> announcements;
    private final boolean webTls;

    StartupSummary(
            DataDirectory data,
            Listeners listeners,
            ObjectProvider<Announcement> announcements,
            @Value("${bocau.web.tls:false}") boolean webTls) {
        this.data = data;
        this.listeners = listeners;
        this.announcements = announcements;
        this.webTls = webTls;
    }

    @EventListener
    void print(ApplicationReadyEvent ready) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("Bồ Câu is ready.");
        if (ready.getApplicationContext() instanceof WebServerApplicationContext web
                && web.getWebServer() != null) {
            var scheme = webTls ? "https" : "http";
            lines.add("  web    " + scheme + "://localhost:" + web.getWebServer().getPort() + "/");
        }
        lines.addAll(mail());
        lines.add("  data   " + data.path());
        announcements.orderedStream().map(StartupSummary::lines).forEach(lines::addAll);
        lines.add("");
        System.out.println(String.join(System.lineSeparator(), lines));
    }

    /** The ports are open already: a database that has gone since must not end the process. */
    private static List<String> lines(Announcement announcement) {
        try {
            return announcement.lines();
        } catch (DataAccessException | TransactionException down) {
            log.warn("the database went away during the start: {}", down.getMessage());
            return List.of();
        }
    }

    private List<String> mail() {
        var open = new ArrayList<String>();
        listeners.ports().forEach((name, port) -> open.add(name + " " + port));
        return open.isEmpty() ? List.of() : List.of("  mail   " + String.join(", ", open));
    }
}
