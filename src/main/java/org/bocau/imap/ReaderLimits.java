package org.bocau.imap;

/**
 * What one command may cost to read.
 *
 * @param line octets of all its lines together
 * @param literal octets of one literal among its arguments
 * @param literals octets of all of them together
 * @param discarded octets of refused literals that are read and thrown away to stay in step; beyond
 *     it the connection is closed
 */
record ReaderLimits(int line, int literal, int literals, long discarded) {
    /** Literals in one command, however short. CVE-2024-34055. */
    static final int LITERALS = 1000;

    /** Before login nobody has a reason to send much. */
    static ReaderLimits beforeLogin(ImapProperties limits) {
        int line = limits.maxLineBeforeLogin();
        return new ReaderLimits(line, line, line, 8L * line);
    }

    static ReaderLimits afterLogin(ImapProperties limits) {
        return new ReaderLimits(
                limits.maxLine(),
                limits.maxLiteral(),
                limits.maxLiterals(),
                2 * limits.maxMessageSize().toBytes());
    }
}
