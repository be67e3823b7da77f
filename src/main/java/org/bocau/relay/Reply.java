package org.bocau.relay;

import java.util.regex.Pattern;

/**
 * What a host replied: data of a stranger, bounded and printable, never a line of a protocol again.
 *
 * @param code 200 to 599
 * @param text all lines, joined by spaces
 */
public record Reply(int code, String text) {
    /** Characters of {@link #text} kept. */
    static final int MAX_TEXT = 512;

    /** RFC 3463 §2. */
    private static final Pattern STATUS = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: .*)?");

    public Reply {
        var printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        text = printable.length() > MAX_TEXT ? printable.substring(0, MAX_TEXT) : printable;
    }

    /**
     * The enhanced status code (RFC 2034 §4), or one that says no more than the code where the host
     * gave none or one of another class.
     */
    public String status() {
        var matcher = STATUS.matcher(text);
        boolean given = matcher.matches() && text.charAt(0) - '0' == code / 100;
        return given ? matcher.group(1) : code / 100 + ".0.0";
    }

    /** 2yz: done. */
    boolean completed() {
        return code / 100 == 2;
    }

    /** 3yz: go on. */
    boolean intermediate() {
        return code / 100 == 3;
    }

    /** 5yz: the same again will fail again. RFC 5321 §4.2.1. */
    boolean permanent() {
        return code / 100 == 5;
    }

    /** The host is about to close. RFC 5321 §3.8. */
    boolean closing() {
        return code == 421;
    }

    /** Who we are was refused, not what is sent: another address of ours may fare better. */
    boolean policy() {
        return permanent() && status().startsWith("5.7.");
    }

    /** The host takes no more recipients in one transaction. RFC 5321 §4.5.3.1.10. */
    boolean tooManyRecipients() {
        var status = status();
        return status.equals("4.5.3")
                || status.equals("5.5.3")
                || (code == 452 && status.equals("4.0.0"));
    }

    /**
     * A reply to RCPT as it is meant: old hosts say 552 where there are too many recipients, which
     * is "later" and not "never". RFC 5321 §4.5.3.1.10.
     */
    Reply toRecipient() {
        boolean meant = code == 552 && status().matches("5\\.(0\\.0|5\\.3)");
        return meant ? new Reply(452, "4.5.3 " + text) : this;
    }

    @Override
    public String toString() {
        return code + " " + text;
    }
}
