package org.bocau.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.bocau.testing.ChildServer;
import org.bocau.testing.NameServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.Wire;
import org.bocau.testing.Zone;

/**
 * Two processes on this machine, each with a database and a domain of its own, that find each other
 * by the DNS: {@code one.example} and {@code two.example}. Each has an administrator, {@code boss}.
 */
final class TwoServers implements AutoCloseable {
    static final String AN = "an@one.example";
    static final String BINH = "binh@two.example";

    private static final String LIST =
            """
            aliases:
              - {address: away@two.example, to: [an@one.example]}
            lists:
              - {address: club@two.example, name: Club, members: [an@one.example, binh@two.example], posting: anybody, owners: [binh@two.example]}
            """;

    private final Zone zone = new Zone();
    private final NameServer dns;
    private final ChildServer one;
    private final ChildServer two;

    TwoServers(Path home) throws IOException {
        dns = NameServer.of(zone);
        one = server(home, "one.example", "an", "");
        two = server(home, "two.example", "binh", LIST);
        meet(one, two);
        meet(two, one);
        one.start();
        two.start();
    }

    private ChildServer server(Path home, String domain, String account, String more)
            throws IOException {
        var host = "mx." + domain;
        zone.mx(domain, 10, host).address(host, "127.0.0.1");
        var accounts =
                "  - {address: boss@%s, admin: true, password: %s}\n"
                                .formatted(domain, TestServer.PASSWORD)
                        + more;
        var server =
                new ChildServer(
                        home.resolve(domain), domain, List.of(account), accounts, "-Xmx256m");
        server.set("bocau.net.host-name", host);
        server.set("bocau.dns.servers", dns.address());
        server.set("bocau.relay.private-addresses", true);
        server.set("bocau.mailauth.exempt-loopback", false); // the other is a stranger
        server.set("bocau.dns.max-life", "0s"); // keys are looked for before they are published
        return server;
    }

    /** The other's port where all the world has 25. */
    private static void meet(ChildServer server, ChildServer other) {
        server.set("bocau.relay.port", other.port("smtp"));
    }

    ChildServer one() {
        return one;
    }

    ChildServer two() {
        return two;
    }

    /** The administrator of one of them, signed in to the console. */
    static WebVisitor console(ChildServer server, String domain) {
        var console = WebVisitor.of(server.web()).with("Accept", "*/*");
        assertThat(console.signIn("boss@" + domain, TestServer.PASSWORD)).isTrue();
        return console;
    }

    /**
     * Does for a domain what its administrator does: puts the keys that the console shows into the
     * DNS, lets them sign, and publishes that nobody else may send in its name.
     */
    void authenticate(ChildServer server, String domain) {
        zone.txt(domain, "v=spf1 ip4:127.0.0.1 -all");
        zone.txt("_dmarc." + domain, "v=DMARC1; p=reject");
        var console = console(server, domain);
        console.get("/admin/domains");
        console.get(console.link("a[href~=/admin/domains/[0-9]+$]"));
        var keys = "section[aria-labelledby=keys] article";
        for (var key : console.last().page().select(keys)) {
            zone.txt(key.select("dd.mono").text(), key.select("code").text());
        }
        var waiting = console.last().page().select("form[action$=/sign]");
        assertThat(waiting).isNotEmpty();
        while (!waiting.isEmpty()) {
            console.submit(waiting.attr("action"));
            waiting = console.last().page().select("form[action$=/sign]");
        }
    }

    static void send(ChildServer server, String from, String to, String subject)
            throws IOException {
        try (var wire = Wire.connect(server.port("submission"))) {
            wire.readLine();
            var plain = "\0" + from + "\0" + TestServer.PASSWORD;
            var login = Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
            ask(wire, "250", "EHLO client.example");
            ask(wire, "235", "AUTH PLAIN " + login);
            ask(wire, "250", "MAIL FROM:<" + from + ">");
            ask(wire, "250", "RCPT TO:<" + to + ">");
            ask(wire, "354", "DATA");
            var header = "From: <" + from + ">\r\nTo: <" + to + ">\r\nSubject: " + subject;
            ask(wire, "250", header + "\r\n\r\nx\r\n.");
        }
    }

    private static void ask(Wire wire, String expected, String line) throws IOException {
        wire.line(line);
        String reply;
        do {
            reply = String.valueOf(wire.readLine());
            assertThat(reply).as(line).startsWith(expected);
        } while (reply.charAt(3) == '-');
    }

    @Override
    public void close() {
        two.close();
        one.close();
        dns.close();
    }
}
