package org.bocau.message;

/** What of a message comes back with a failure: the RET parameter of MAIL. RFC 3461 §4.3. */
public enum Ret {
    /** All of it, unless it is too large. */
    FULL,
    /** Its header section. */
    HDRS
}
