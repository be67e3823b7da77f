package org.bocau.smtp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One syntactically valid command line. RFC 5321 §4.1.1; BDAT is RFC 3030, STARTTLS RFC 3207, AUTH
 * RFC 4954, and SEND, SOML and SAML are RFC 821 §3.4.
 */
sealed interface SmtpCommand {
    record Helo(String client) implements SmtpCommand {}

    record Ehlo(String client) implements SmtpCommand {}

    /** MAIL, SEND, SOML or SAML: they differ in where the data goes. */
    record Mail(Handling handling, ReversePath from, MailParameters parameters)
            implements SmtpCommand {}

    record Rcpt(ForwardPath to, RcptParameters parameters) implements SmtpCommand {}

    record Data() implements SmtpCommand {}

    /**
     * A chunk follows the line at once. RFC 3030 §2.
     *
     * @param octets how many
     */
    record Bdat(long octets, boolean last) implements SmtpCommand {}

    record Rset() implements SmtpCommand {}

    /**
     * @param smtpUtf8 the reply may hold UTF-8 (RFC 6531 §3.7.4.2)
     */
    record Vrfy(String who, boolean smtpUtf8) implements SmtpCommand {}

    /** As {@link Vrfy}, for lists. */
    record Expn(String list, boolean smtpUtf8) implements SmtpCommand {}

    /**
     * @param topic empty when none was named
     */
    record Help(String topic) implements SmtpCommand {}

    record Noop() implements SmtpCommand {}

    record Quit() implements SmtpCommand {}

    record StartTls() implements SmtpCommand {}

    /**
     * @param initialResponse base64 as it came; empty for {@code =}; null when there was none
     */
    record Auth(String mechanism, @Nullable String initialResponse) implements SmtpCommand {}

    /** True for what brings no message on its way: all of it together keeps a connection busy. */
    default boolean idle() {
        return switch (this) {
            case Helo _, Ehlo _, Rset _, Vrfy _, Expn _, Help _, Noop _ -> true;
            case Mail _, Rcpt _, Data _, Bdat _, Quit _, StartTls _, Auth _ -> false;
        };
    }

    /**
     * True when the reply may wait for those to the commands behind it. RFC 2920 §3.2, RFC 3030.
     */
    default boolean grouped() {
        return switch (this) {
            case Mail _, Rcpt _, Rset _, Bdat _ -> true;
            case Helo _,
                    Ehlo _,
                    Data _,
                    Vrfy _,
                    Expn _,
                    Help _,
                    Noop _,
                    Quit _,
                    StartTls _,
                    Auth _ ->
                    false;
        };
    }

    /** What becomes of a message. RFC 821 §3.4. */
    enum Handling {
        /** Into mailboxes. */
        MAIL,
        /** Onto terminals. */
        SEND,
        /** Onto terminals that are in use, into mailboxes else. */
        SOML,
        /** Onto terminals and into mailboxes. */
        SAML
    }

    /**
     * Reads a line, whole. Pure: all the syntax of a session, tested without one.
     *
     * @param line without its line end, one character an octet
     * @throws SmtpRefusal 500 no such command; 501 or 553 arguments that do not parse; 555 a
     *     parameter nobody knows
     */
    static SmtpCommand parse(String line) {
        var in = new Cursor(line);
        var command =
                switch (in.verb()) {
                    case "HELO" -> new Helo(in.sp().domainOrLiteral());
                    case "EHLO" -> new Ehlo(in.sp().domainOrLiteral());
                    case "MAIL" -> mail(Handling.MAIL, in);
                    case "SEND" -> mail(Handling.SEND, in);
                    case "SOML" -> mail(Handling.SOML, in);
                    case "SAML" -> mail(Handling.SAML, in);
                    case "RCPT" -> rcpt(in);
                    case "DATA" -> new Data();
                    case "BDAT" -> bdat(in);
                    case "RSET" -> new Rset();
                    case "VRFY" -> new Vrfy(in.sp().string(), in.smtpUtf8());
                    case "EXPN" -> new Expn(in.sp().string(), in.smtpUtf8());
                    case "HELP" -> new Help(in.rest().toUpperCase(Locale.ROOT));
                    case "NOOP" -> noop(in);
                    case "QUIT" -> new Quit();
                    case "STARTTLS" -> new StartTls();
                    case "AUTH" -> new Auth(in.sp().mechanism(), in.initialResponse());
                    default -> throw SmtpRefusal.unknownCommand();
                };
        in.end();
        return command;
    }

    private static SmtpCommand mail(Handling handling, Cursor in) {
        var from = in.sp().keyword("FROM:").reversePath();
        var parameters = MailParameters.of(in.parameters());
        if (from.internationalized() && !parameters.smtpUtf8()) { // RFC 6531 §3.5
            throw new SmtpRefusal(553, "5.6.7", "The address needs SMTPUTF8");
        }
        return new Mail(handling, from, parameters);
    }

    private static SmtpCommand rcpt(Cursor in) {
        var to = in.sp().keyword("TO:").forwardPath();
        return new Rcpt(to, RcptParameters.of(in.parameters()));
    }

    /** How many octets follow a line that does not parse is anybody's guess: no way on from it. */
    private static SmtpCommand bdat(Cursor in) {
        try {
            var bdat = new Bdat(in.sp().chunkSize(), in.last());
            in.end();
            return bdat;
        } catch (SmtpRefusal malformed) {
            throw new SmtpRefusal(malformed.reply().thenClose());
        }
    }

    /** RFC 5321 §4.1.1.9: what follows is ignored. */
    private static SmtpCommand noop(Cursor in) {
        in.rest();
        return new Noop();
    }
}
