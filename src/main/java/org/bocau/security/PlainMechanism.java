package org.bocau.security;

import org.jspecify.annotations.Nullable;

/**
 * PLAIN: {@code message = [authzid] NUL authcid NUL passwd}. RFC 4616. Nobody may act as another
 * account, so the authorization identity is empty or the login name itself.
 */
final class PlainMechanism implements SaslMechanism {
    private final Logins logins;
    private final Login from;

    PlainMechanism(Logins logins, Login from) {
        this.logins = logins;
        this.from = from;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (response == null) {
            return new Step.Challenge(new byte[0]);
        }
        var message = SaslText.of(response);
        if (message == null) {
            return new Step.Malformed("not UTF-8");
        }
        var parts = message.split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return new Step.Malformed("not authzid NUL authcid NUL passwd");
        }
        if (!parts[0].isEmpty() && !parts[0].equalsIgnoreCase(parts[1])) {
            return new Step.Done(new LoginResult.Refused());
        }
        return new Step.Done(logins.password(from, parts[1], parts[2]));
    }
}
