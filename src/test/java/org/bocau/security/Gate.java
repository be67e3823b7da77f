package org.bocau.security;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Accounts;
import org.bocau.account.AppPasswords;
import org.bocau.account.Directory;
import org.bocau.testing.TestServer;

/**
 * {@link Logins} over the running server's accounts, with a clock, pauses and hashes to look at.
 */
final class Gate {
    final HandClock clock = new HandClock();
    final CountingEncoder encoder = new CountingEncoder();
    final List<Duration> pauses = new ArrayList<>();
    final SessionLog sessions;
    final Logins logins;

    Gate(TestServer server) {
        this(server, SecurityProperties.PlaintextAuth.LOOPBACK);
    }

    Gate(TestServer server, SecurityProperties.PlaintextAuth plaintextAuth) {
        var minutes = Duration.ofMinutes(5);
        var day = Duration.ofDays(1);
        var properties = new SecurityProperties(plaintextAuth, 2, 100, minutes, minutes, day, day);
        sessions = server.bean(SessionLog.class);
        var directory = server.bean(Directory.class);
        var parts =
                new LoginParts(
                        directory,
                        server.bean(Accounts.class),
                        server.bean(AppPasswords.class),
                        new Passwords(encoder, new HashPool(2, 100), server.bean(ScramSalts.class)),
                        sessions,
                        properties,
                        clock);
        var throttle =
                new Throttle(
                        clock,
                        _ -> false,
                        (name, remote) -> Logins.known(directory, sessions, name, remote));
        logins = new Logins(parts, throttle, pauses::add);
    }

    static Login from(String remote) {
        return new Login("imap", InetAddress.ofLiteral(remote), true);
    }
}
