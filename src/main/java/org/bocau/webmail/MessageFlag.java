package org.bocau.webmail;

/** The flags the webmail sets. RFC 3501 §2.3.2; $Forwarded is RFC 5788's registry. */
public enum MessageFlag {
    SEEN("\\Seen"),
    FLAGGED("\\Flagged"),
    ANSWERED("\\Answered"),
    FORWARDED("$Forwarded"),
    DRAFT("\\Draft");

    private final String text;

    MessageFlag(String text) {
        this.text = text;
    }

    /** As IMAP writes it. */
    String text() {
        return text;
    }
}
