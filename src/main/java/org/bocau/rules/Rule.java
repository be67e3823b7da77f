package org.bocau.rules;

import java.util.List;

/**
 * A rule as people fill it in.
 *
 * @param id tells it from the others of the account; letters and digits
 * @param name for themselves
 * @param all every condition must hold, otherwise one is enough
 * @param conditions none: every message
 * @param stop no rule after this one is asked
 */
public record Rule(
        String id,
        String name,
        boolean enabled,
        boolean all,
        List<Test> conditions,
        List<Deed> deeds,
        boolean stop) {
    public Rule {
        conditions = List.copyOf(conditions);
        deeds = List.copyOf(deeds);
    }

    /** What is looked at. */
    public enum Field {
        FROM,
        TO,
        SUBJECT,
        LIST,
        /** What people read of the body. */
        BODY,
        /** In kilobytes of 1024 octets. */
        SIZE
    }

    /** How. */
    public enum Operator {
        CONTAINS,
        CONTAINS_NOT,
        IS,
        MATCHES,
        LARGER,
        SMALLER
    }

    public record Test(Field field, Operator operator, String value) {}

    /** What is done. */
    public enum Kind {
        /** Value: the IMAP name of a mailbox. */
        MOVE,
        /** Value: a keyword. */
        LABEL,
        STAR,
        READ,
        /** Value: an address. The message stays, too. */
        FORWARD,
        /** Into the mailbox for deleted messages, named by the value. */
        DELETE
    }

    public record Deed(Kind kind, String value) {}
}
