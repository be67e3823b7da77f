package org.bocau.imap;

import java.io.IOException;
import org.bocau.security.LoginResult;

/** LOGIN: a name and a password, where one may be sent. RFC 3501 §6.2.3. */
record LoginCommand(String name, String password) implements ImapCommand.NotAuthenticated {
    static LoginCommand parse(ImapReader in) throws IOException {
        String name = in.sp().astringUtf8();
        return new LoginCommand(name, in.sp().astringUtf8());
    }

    @Override
    public Completion run(ImapSession session, ImapWriter out) {
        var logins = session.access().logins();
        if (!logins.passwordAllowed(session.origin())) {
            throw ImapRefusal.no(ResponseCode.PRIVACYREQUIRED, "Use STARTTLS first");
        }
        return enter(session, logins.password(session.origin(), name, password), "LOGIN");
    }

    /**
     * What follows an attempt, by whatever command.
     *
     * @throws ImapRefusal {@code NO [AUTHENTICATIONFAILED]}, {@code NO [UNAVAILABLE]}, {@code NO
     *     [LIMIT]}
     */
    static Completion enter(ImapSession session, LoginResult result, String command) {
        return switch (result) {
            case LoginResult.Accepted accepted -> session.enter(accepted, command);
            case LoginResult.Refused _ ->
                    throw ImapRefusal.no(
                            ResponseCode.AUTHENTICATIONFAILED, "Wrong name or password");
            case LoginResult.Throttled _ ->
                    throw ImapRefusal.no(ResponseCode.UNAVAILABLE, "Too many attempts, try later");
        };
    }

    @Override
    public String toString() {
        return "LOGIN " + name + " (password withheld)";
    }
}
