package org.bocau.preferences;

/**
 * A name and an address somebody writes under, with what stands below their messages.
 *
 * @param id 0: the account's own address, before anything was chosen for it
 * @param name may be empty
 * @param replyTo an address answers should go to; empty: the sender's own
 * @param signatureText plain, without the line of dashes; may be empty
 * @param signatureHtml cleaned by {@code markup.HtmlBody}, so it holds no script; empty: the text
 *     serves for both
 * @param preferred new messages begin with it
 */
public record Identity(
        long id,
        String name,
        String address,
        String replyTo,
        String signatureText,
        String signatureHtml,
        boolean preferred) {

    /** As people read it: {@code An <an@example.org>}. */
    public String label() {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
