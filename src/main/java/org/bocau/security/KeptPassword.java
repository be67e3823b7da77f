package org.bocau.security;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password, in one column, so that its parts can never be of two passwords.
 *
 * @param hash scheme in braces first
 * @param scram null: none was made yet, or the password cannot be used with SCRAM
 */
record KeptPassword(String hash, @Nullable ScramKeys scram) {
    private static final String SCRAM = " SCRAM-SHA-256:";

    static KeptPassword parse(String column) {
        int at = column.indexOf(SCRAM);
        return at < 0
                ? new KeptPassword(column, null)
                : new KeptPassword(
                        column.substring(0, at),
                        ScramKeys.parse(column.substring(at + SCRAM.length())));
    }

    /** As it is stored. */
    String column() {
        return scram == null ? hash : hash + SCRAM + scram.text();
    }

    @Override
    public String toString() { // reaches no log
        return "KeptPassword";
    }
}
