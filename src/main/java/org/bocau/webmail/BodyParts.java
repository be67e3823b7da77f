package org.bocau.webmail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bocau.mailclient.MimePart;
import org.jspecify.annotations.Nullable;

/**
 * What of a message is read in place and what is kept as a file. RFC 2046 §5.1: of an alternative
 * one part is shown; the first of a related one is the body, the others belong to it.
 *
 * @param html the HTML body, or null
 * @param text the plain bodies in order: the message's own, and notes a list appended
 * @param attachments all other parts; images that the HTML shows in place are not among them
 */
public record BodyParts(@Nullable MimePart html, List<MimePart> text, List<MimePart> attachments) {
    /** Chooses among the parts of this tree, the root alone if it is a single part. */
    public static BodyParts of(MimePart root) {
        var choice = new Choice();
        choice.visit(root, false);
        return new BodyParts(choice.html, List.copyOf(choice.text), choice.rest());
    }

    private static final class Choice {
        @Nullable MimePart html;
        final List<MimePart> text = new ArrayList<>();
        private final List<MimePart> others = new ArrayList<>();
        private final Set<MimePart> related = new HashSet<>();

        void visit(MimePart part, boolean inRelated) {
            if (part.isMultipart()) {
                boolean here = inRelated || part.type().equals("multipart/related");
                for (var child : part.children()) visit(child, here);
            } else if (part.isAttachment()) {
                others.add(part);
                if (inRelated && part.contentId() != null && part.type().startsWith("image/")) {
                    related.add(part);
                }
            } else if (part.type().equals("text/html")) {
                if (html == null) html = part;
                else others.add(part);
            } else {
                text.add(part);
            }
        }

        List<MimePart> rest() {
            return others.stream().filter(p -> html == null || !related.contains(p)).toList();
        }
    }

    /**
     * The image that the HTML names by this Content-ID, or null; only within this message (T31).
     */
    public static @Nullable MimePart byContentId(MimePart root, String id) {
        var found = new ArrayList<MimePart>();
        root.walk(part -> {
            if (id.equals(part.contentId())) found.add(part);
        });
        return found.isEmpty() ? null : found.getFirst();
    }
}
