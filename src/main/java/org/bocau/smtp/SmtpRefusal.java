package org.bocau.smtp;

import org.bocau.delivery.DeliveryRefusal;

/**
 * The client is refused and told why; not a bug, so no stack trace. Caught in one place, the
 * session loop.
 */
final class SmtpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;

    SmtpRefusal(SmtpReply reply) {
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    SmtpRefusal(int code, String status, String text) {
        this(SmtpReply.of(code, status, text));
    }

    SmtpReply reply() {
        return reply;
    }

    /** The line is no command, or has no arguments where it should. */
    static SmtpRefusal syntax(String text) {
        return new SmtpRefusal(501, "5.5.4", text);
    }

    static SmtpRefusal badSequence(String text) {
        return new SmtpRefusal(503, "5.5.1", text);
    }

    static SmtpRefusal unknownCommand() {
        return new SmtpRefusal(500, "5.5.2", "Command unrecognized");
    }

    /** The command exists, on another service of ours. */
    static SmtpRefusal notHere() {
        return new SmtpRefusal(502, "5.5.1", "Command not implemented on this service");
    }

    static SmtpRefusal relayDenied() {
        return new SmtpRefusal(550, "5.7.1", "Relaying denied");
    }

    static SmtpRefusal noSuchUser() {
        return new SmtpRefusal(550, "5.1.1", "No such user here");
    }

    static SmtpRefusal tooLarge() {
        return new SmtpRefusal(552, "5.3.4", "Message exceeds the maximum size");
    }

    static SmtpRefusal storageFull() {
        return new SmtpRefusal(452, "4.3.1", "Insufficient system storage");
    }

    static SmtpRefusal tooManyErrors() {
        return new SmtpRefusal(421, "4.7.0", "Too many errors, closing transmission channel");
    }

    /** What a refused delivery is told as. */
    static SmtpReply reply(DeliveryRefusal refusal) {
        var why = refusal.reason();
        return SmtpReply.of(why.code(), why.status(), String.valueOf(refusal.getMessage()));
    }
}
