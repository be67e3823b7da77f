package org.bocau.smtp;

import java.time.Duration;

/**
 * How much of one client's errors is borne: some for nothing, more at the price of a delay each,
 * then the session ends. Owned by the session.
 */
final class Patience {
    private final Limits limits;
    private final Tarpit tarpit;
    private int errors;
    private int unknownRecipients;
    private int failedLogins;
    private int idleCommands;

    Patience(Limits limits, Tarpit tarpit) {
        this.limits = limits;
        this.tarpit = tarpit;
    }

    /**
     * Counts a negative reply.
     *
     * @return that reply, or the one that ends the session
     */
    SmtpReply after(SmtpReply reply) {
        if (!reply.negative() || reply.closes()) {
            return reply;
        }
        if (++errors >= limits.hardErrors()) {
            return SmtpRefusal.tooManyErrors().reply();
        }
        if (errors > limits.softErrors()) {
            hold(errors - limits.softErrors());
        }
        return reply;
    }

    /** Counts an address that a stranger guessed. */
    void unknownRecipient() {
        if (++unknownRecipients > limits.maxUnknownRecipients()) {
            throw new SmtpRefusal(421, "4.7.0", "Too many unknown recipients");
        }
        hold(1);
    }

    /** Counts a command that brings no message on its way. */
    void idleCommand() {
        if (++idleCommands > limits.maxIdleCommands()) {
            throw new SmtpRefusal(421, "4.7.0", "Too many commands without a message");
        }
    }

    /** True when this was one failed login too many: a client has three. */
    boolean lastLogin() {
        return ++failedLogins >= 3;
    }

    /** A message was accepted: what went wrong before it is forgiven. */
    void restore() {
        errors = 0;
        idleCommands = 0;
    }

    private void hold(int times) {
        Duration time = limits.tarpit().multipliedBy(times);
        if (time.isPositive()) {
            tarpit.hold(time.compareTo(Tarpit.LONGEST) > 0 ? Tarpit.LONGEST : time);
        }
    }
}
