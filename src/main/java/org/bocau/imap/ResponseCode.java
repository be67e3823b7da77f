package org.bocau.imap;

import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.UidSet;

/** What stands in brackets after OK, NO, BAD or BYE. RFC 3501 §7.1, RFC 5530, RFC 4315. */
record ResponseCode(String text) {
    static final ResponseCode ALREADYEXISTS = new ResponseCode("ALREADYEXISTS");
    static final ResponseCode AUTHENTICATIONFAILED = new ResponseCode("AUTHENTICATIONFAILED");
    static final ResponseCode CANNOT = new ResponseCode("CANNOT");
    static final ResponseCode CLOSED = new ResponseCode("CLOSED");
    static final ResponseCode COMPRESSIONACTIVE = new ResponseCode("COMPRESSIONACTIVE");
    static final ResponseCode EXPUNGEISSUED = new ResponseCode("EXPUNGEISSUED");
    static final ResponseCode HASCHILDREN = new ResponseCode("HASCHILDREN"); // RFC 9051 §7.1
    static final ResponseCode LIMIT = new ResponseCode("LIMIT");
    static final ResponseCode NONEXISTENT = new ResponseCode("NONEXISTENT");
    static final ResponseCode METADATA_TOOMANY = new ResponseCode("METADATA TOOMANY");
    static final ResponseCode NOPERM = new ResponseCode("NOPERM");
    static final ResponseCode NOTIFICATIONOVERFLOW = new ResponseCode("NOTIFICATIONOVERFLOW");
    static final ResponseCode OVERQUOTA = new ResponseCode("OVERQUOTA");
    static final ResponseCode PRIVACYREQUIRED = new ResponseCode("PRIVACYREQUIRED");
    static final ResponseCode READ_ONLY = new ResponseCode("READ-ONLY");
    static final ResponseCode READ_WRITE = new ResponseCode("READ-WRITE");
    static final ResponseCode TOOBIG = new ResponseCode("TOOBIG");
    static final ResponseCode TRYCREATE = new ResponseCode("TRYCREATE");
    static final ResponseCode UNKNOWN_CTE = new ResponseCode("UNKNOWN-CTE"); // RFC 3516 §4.3
    static final ResponseCode UNAVAILABLE = new ResponseCode("UNAVAILABLE");

    static ResponseCode number(String name, long value) {
        return new ResponseCode(name + " " + value);
    }

    /** All changes up to this mod-sequence have been told. RFC 7162 §3.1.2.1. */
    static ResponseCode highestModseq(long modseq) {
        return number("HIGHESTMODSEQ", modseq);
    }

    /** Left alone by a conditional STORE. RFC 7162 §3.1.3. */
    static ResponseCode modified(String numbers) {
        return new ResponseCode("MODIFIED " + numbers);
    }

    /** RFC 8474 §4.1. */
    static ResponseCode mailboxId(MailboxId id) {
        return new ResponseCode("MAILBOXID " + ObjectId.MAILBOX.of(id.number()));
    }

    /** RFC 4315 §3. */
    static ResponseCode appendUid(long uidValidity, UidSet uids) {
        return new ResponseCode("APPENDUID " + uidValidity + " " + uids);
    }

    /** RFC 4315 §3. Both sets are ascending, so the nth of one is the nth of the other. */
    static ResponseCode copyUid(long uidValidity, UidSet from, UidSet to) {
        return new ResponseCode("COPYUID " + uidValidity + " " + from + " " + to);
    }

    @Override
    public String toString() {
        return "[" + text + "]";
    }
}
