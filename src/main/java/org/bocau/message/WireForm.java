package org.bocau.message;

/** How ENVELOPE and BODYSTRUCTURE write what is not ASCII. */
enum WireForm {
    /** RFC 2047 and RFC 2231, for clients of IMAP4rev1. */
    ASCII,
    /** UTF-8 in quoted strings, parameters decoded. RFC 6855 §3. */
    UTF8,
    /** The same, and message/global with its envelope and structure. RFC 9051 §7.5.2. */
    REV2
}
