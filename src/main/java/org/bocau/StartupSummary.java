package org.bocau;

import java.util.ArrayList;
import java.util.List;
import org.bocau.database.DataDirectory;
import org.bocau.net.Announcement;
import org.bocau.net.Listeners;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The last words of a start: where everything is. Goes to standard output, not to the log. */
@Component
class StartupSummary {
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
        announcements.orderedStream().flatMap(a -> a.lines().stream()).forEach(lines::add);
        lines.add("");
        System.out.println(String.join(System.lineSeparator(), lines));
    }

    private List<String> mail() {
        var open = new ArrayList<String>();
        listeners.ports().forEach((name, port) -> open.add(name + " " + port));
        return open.isEmpty() ? List.of() : List.of("  mail   " + String.join(", ", open));
    }
}
