package org.bocau.imap;

import org.bocau.imap.Completion.Next;
import org.bocau.imap.Completion.Status;
import org.bocau.mailbox.StoreRefusal;
import org.jspecify.annotations.Nullable;

/**
 * The client is refused and told why; not a bug, so no stack trace. Caught in one place, the
 * session loop. BAD is the client's mistake and counts towards its limit of errors, NO is not.
 */
final class ImapRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Completion completion;

    private ImapRefusal(Status status, @Nullable ResponseCode code, String text) {
        super(text, null, false, false);
        this.completion = new Completion(status, code, text, Next.COMMAND);
    }

    static ImapRefusal bad(String text) {
        return new ImapRefusal(Status.BAD, null, text);
    }

    static ImapRefusal bad(ResponseCode code, String text) {
        return new ImapRefusal(Status.BAD, code, text);
    }

    static ImapRefusal no(String text) {
        return new ImapRefusal(Status.NO, null, text);
    }

    static ImapRefusal no(ResponseCode code, String text) {
        return new ImapRefusal(Status.NO, code, text);
    }

    /** A name that is nobody's, or somebody else's: the same words for both. */
    static ImapRefusal noSuchMailbox() {
        return no(ResponseCode.NONEXISTENT, "No such mailbox");
    }

    static ImapRefusal tryCreate() {
        return no(ResponseCode.TRYCREATE, "No such mailbox");
    }

    /** RFC 5530: access control forbids it. */
    static ImapRefusal noPermission() {
        return no(ResponseCode.NOPERM, "You may not do that here");
    }

    static ImapRefusal readOnly() {
        return no("Mailbox is open read-only");
    }

    /** The store's reasons in IMAP's codes. RFC 5530. */
    static ImapRefusal of(StoreRefusal refusal) {
        return switch (refusal.reason()) {
            case NO_SUCH_MAILBOX -> noSuchMailbox();
            case MAILBOX_EXISTS -> no(ResponseCode.ALREADYEXISTS, "Mailbox exists already");
            case CANNOT -> no(ResponseCode.CANNOT, line(refusal));
            case HAS_INFERIORS -> no(ResponseCode.HASCHILDREN, line(refusal));
            case LIMIT -> no(ResponseCode.LIMIT, line(refusal));
            case OVER_QUOTA -> no(ResponseCode.OVERQUOTA, "Quota exceeded");
            case NO_PERMISSION -> noPermission();
        };
    }

    /** The store's text may name a mailbox; on the wire it must be one line of ASCII. */
    private static String line(StoreRefusal refusal) {
        String text = refusal.getMessage();
        return text == null ? "Not possible" : text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    Completion completion() {
        return completion;
    }
}
