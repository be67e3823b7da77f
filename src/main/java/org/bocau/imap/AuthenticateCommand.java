package org.bocau.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bocau.security.SaslMechanism;
import org.bocau.security.SaslMechanism.Step;
import org.jspecify.annotations.Nullable;

/** AUTHENTICATE: a SASL exchange. RFC 3501 §6.2.2; the initial response is RFC 4959. */
record AuthenticateCommand(String mechanism, @Nullable String initialResponse)
        implements ImapCommand.NotAuthenticated {
    private static final int LONGEST_RESPONSE = 12 * 1024; // octets of base64, as RFC 4954 §4

    static AuthenticateCommand parse(ImapReader in) {
        String mechanism = in.sp().atom();
        return new AuthenticateCommand(mechanism, in.takeIf(" ") ? in.atom() : null);
    }

    @Override
    public Completion run(ImapSession session, ImapWriter out) throws IOException {
        SaslMechanism exchange =
                session.access()
                        .mechanisms()
                        .start(mechanism, session.origin(), session.connection().internal());
        if (exchange == null) {
            throw ImapRefusal.no(ResponseCode.CANNOT, "Mechanism is not offered");
        }
        Step step = exchange.next(initialResponse == null ? null : initial(initialResponse));
        while (step instanceof Step.Challenge challenge) {
            step = exchange.next(answer(challenge, session, out));
        }
        return switch (step) {
            case Step.Done done -> LoginCommand.enter(session, done.result(), "AUTHENTICATE");
            case Step.Malformed _ ->
                    throw ImapRefusal.bad("response breaks the mechanism's grammar");
            case Step.Challenge _ ->
                    throw new IllegalStateException("the loop ends all challenges");
        };
    }

    /** {@code =} stands for an empty initial response. RFC 4959 §3. */
    private static byte[] initial(String text) {
        return text.equals("=") ? new byte[0] : base64(text);
    }

    private static byte[] answer(Step.Challenge challenge, ImapSession session, ImapWriter out)
            throws IOException {
        out.raw("+ ").raw(Base64.getEncoder().encodeToString(challenge.octets())).crlf();
        session.flush();
        byte[] line = session.input().line(LONGEST_RESPONSE);
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (text.equals("*")) {
            throw ImapRefusal.bad("AUTHENTICATE cancelled");
        }
        return base64(text);
    }

    private static byte[] base64(String text) {
        if (text.length() % 4 != 0) { // the decoder would do without the padding
            throw ImapRefusal.bad("response is not base64");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw ImapRefusal.bad("response is not base64");
        }
    }

    @Override
    public String toString() {
        return "AUTHENTICATE " + mechanism + " (response withheld)";
    }
}
