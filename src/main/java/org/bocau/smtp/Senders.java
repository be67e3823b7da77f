package org.bocau.smtp;

import org.bocau.net.Connection;
import org.bocau.security.LoginResult;
import org.jspecify.annotations.Nullable;

/** MAIL: who may send what from here. Owned by the session. */
final class Senders {
    private final Connection connection;
    private final SmtpServer server;

    Senders(Connection connection, SmtpServer server) {
        this.connection = connection;
        this.server = server;
    }

    /**
     * Checks what the command asks for.
     *
     * @param login of the user; null on the MX service
     * @throws SmtpRefusal why it cannot be
     */
    void check(SmtpCommand.Mail mail, LoginResult.@Nullable Accepted login) {
        var user = login == null ? null : login.account();
        if (login != null && !server.mechanisms().stillHolds(login)) { // a thief must stop, too
            throw new SmtpRefusal(SmtpReply.of(421, "4.7.0", "Log in again").thenClose());
        }
        if (user != null && !server.submission().mayUse(user, mail.from().address())) {
            throw new SmtpRefusal(553, "5.7.1", "You may not send as " + mail.from());
        }
        var parameters = mail.parameters();
        if (parameters.size() > server.limits().maxMessageOctets()) {
            throw SmtpRefusal.tooLarge();
        }
        if (parameters.requireTls() && !connection.secure()) { // RFC 8689 §4.1
            throw new SmtpRefusal(530, "5.7.0", "REQUIRETLS needs TLS here too");
        }
        var hold = parameters.hold();
        boolean holds = user != null && server.futureRelease().offered();
        if (hold != null && !(holds && mail.handling() == SmtpCommand.Handling.MAIL)) {
            throw new SmtpRefusal(555, "5.5.4", "Nothing is held here");
        }
        var _ = server.futureRelease().until(hold); // refuses what is too far off
    }
}
