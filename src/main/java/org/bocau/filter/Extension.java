package org.bocau.filter;

import java.util.Locale;
import java.util.Optional;

/** What a script may {@code require}. RFC 5228 §6. */
enum Extension {
    FILEINTO("fileinto"),
    ENVELOPE("envelope"),
    ENCODED_CHARACTER("encoded-character"),
    OCTET("comparator-i;octet"),
    ASCII_CASEMAP("comparator-i;ascii-casemap"),
    ASCII_NUMERIC("comparator-i;ascii-numeric"),
    UNICODE_CASEMAP("comparator-i;unicode-casemap"),
    /** RFC 3894. */
    COPY("copy"),
    /** RFC 5232. */
    IMAP4FLAGS("imap4flags"),
    /** RFC 5490. */
    MAILBOX("mailbox"),
    /** RFC 5233. */
    SUBADDRESS("subaddress"),
    /** RFC 5231. */
    RELATIONAL("relational"),
    /** RFC 5260; only of the present, {@code currentdate}. */
    DATE("date"),
    /** RFC 5230. */
    VACATION("vacation"),
    /** RFC 6131. */
    VACATION_SECONDS("vacation-seconds"),
    /** RFC 5429. */
    REJECT("reject"),
    /** RFC 5429. */
    EREJECT("ereject"),
    /** RFC 5173. */
    BODY("body"),
    /** RFC 5229. */
    VARIABLES("variables");

    private final String word;

    Extension(String word) {
        this.word = word;
    }

    static Optional<Extension> named(String word) {
        var wanted = word.toLowerCase(Locale.ROOT);
        for (var extension : values()) {
            if (extension.word.equals(wanted)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }

    /** As {@code require} has it. */
    String word() {
        return word;
    }
}
