package org.bocau.relay;

import java.net.InetSocketAddress;

/**
 * What one host made of one recipient.
 *
 * @param next who else is asked
 */
record Verdict(Outcome outcome, Next next) {
    /** Whom to ask after this. */
    enum Next {
        /** It is decided. */
        NOBODY,
        /** The host does not like our address; it may like one of the other family. */
        OTHER_FAMILY,
        /** What this host cannot do, or not now, another one may. */
        ANYBODY
    }

    static Verdict settled(Outcome outcome) {
        return new Verdict(outcome, Next.NOBODY);
    }

    static Verdict open(Reply reply, Hop hop) {
        return new Verdict(Outcome.of(reply, hop), Next.ANYBODY);
    }

    /** The host has refused the sender, a recipient or the message. */
    static Verdict of(Reply reply, Hop hop) {
        return reply.permanent() ? last(reply, hop) : open(reply, hop);
    }

    /** The same where the host had everything to decide by: its "later" is not gone round. */
    static Verdict last(Reply reply, Hop hop) {
        return new Verdict(
                Outcome.of(reply, hop), reply.policy() ? Next.OTHER_FAMILY : Next.NOBODY);
    }

    /** True when this address is asked, too. */
    boolean admits(InetSocketAddress address) {
        var asked = outcome.hop().address();
        return switch (next) {
            case NOBODY -> false;
            case ANYBODY -> true;
            case OTHER_FAMILY ->
                    asked == null
                            || asked.getAddress().getClass() != address.getAddress().getClass();
        };
    }

    /** This and what was found out before: who may take it later outweighs who cannot. */
    Verdict after(Verdict before) {
        boolean hope =
                next != Next.NOBODY
                        && outcome instanceof Outcome.Rejected
                        && before.outcome instanceof Outcome.Deferred;
        return hope ? before : this;
    }
}
