package org.bocau.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which parts a person would call attachments. */
final class Attachments {
    /** Machinery that mail programs keep to themselves. */
    private static final Set<String> UNSEEN =
            Set.of(
                    "application/pgp-signature",
                    "application/pgp-encrypted",
                    "application/pkcs7-signature",
                    "application/x-pkcs7-signature",
                    "message/delivery-status",
                    "message/disposition-notification",
                    "message/feedback-report",
                    "message/global-delivery-status",
                    "message/global-disposition-notification");

    private Attachments() {}

    /** In the message's order; nested messages are attachments themselves and not looked into. */
    static List<Entity> of(Entity root) {
        var found = new ArrayList<Entity>();
        collect(root, false, found);
        return found;
    }

    private static void collect(Entity part, boolean related, List<Entity> found) {
        if (part.multipart()) {
            boolean inner = related || part.type().subtype().equals("related");
            part.children().forEach(child -> collect(child, inner, found));
        } else if (isOne(part) && !(related && shownInPlace(part))) {
            found.add(part);
        }
    }

    /** Without regard to where it stands: by its disposition, its type and its name. */
    static boolean isOne(Entity part) {
        var disposition = part.disposition();
        var type = part.type().type() + "/" + part.type().subtype();
        if (UNSEEN.contains(type)) {
            return false;
        }
        if (disposition != null && disposition.type().equals("attachment")) {
            return true;
        }
        return !part.text() || part.fileName() != null;
    }

    /** An image the HTML refers to. */
    private static boolean shownInPlace(Entity part) {
        var disposition = part.disposition();
        boolean attached = disposition != null && disposition.type().equals("attachment");
        return part.contentId() != null && (!attached || part.type().type().equals("image"));
    }
}
