package org.bocau.mailbox;

/** What a mailbox is for. RFC 6154. */
public enum SpecialUse {
    DRAFTS("\\Drafts"),
    SENT("\\Sent"),
    JUNK("\\Junk"),
    TRASH("\\Trash"),
    ARCHIVE("\\Archive");

    private final String text;

    SpecialUse(String text) {
        this.text = text;
    }

    /** As IMAP writes it. */
    public String text() {
        return text;
    }
}
