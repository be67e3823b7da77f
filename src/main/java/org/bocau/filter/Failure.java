package org.bocau.filter;

/** Why a script could not go on with a message, which is kept then. RFC 5228 §2.10.6. */
public enum Failure {
    /** Its tests look at more than a run may. */
    TOO_MUCH_WORK,
    /** It asks for more than may be done with one message. */
    TOO_MANY_ACTIONS,
    /** It refuses the message and does something else with it. RFC 5429 §2.4. */
    REFUSED_AND_MORE,
    /** What variables have made is no name of a mailbox. */
    NO_MAILBOX,
    /** What variables have made is no address. */
    NO_ADDRESS,
    /** A message can have so many flags only. */
    TOO_MANY_FLAGS,
    /** What variables have made of an answer is no MIME part. */
    NO_MIME_PART,
    /** An older version has accepted it, this one does not understand it. */
    NOT_UNDERSTOOD
}
