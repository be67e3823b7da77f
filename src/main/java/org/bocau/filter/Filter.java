package org.bocau.filter;

import java.util.List;
import org.bocau.message.ParsedMessage;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a message for one recipient. Pure: the caller performs the actions. */
public final class Filter {
    private Filter() {}

    /**
     * The actions for this message, in order, at least one. While there are no scripts the implicit
     * keep decides alone (RFC 5228 §2.10.2).
     *
     * @param detail what stood after the plus sign of the recipient's address, or null (RFC 5233)
     */
    public static List<Action> decide(ParsedMessage message, @Nullable String detail) {
        return List.of(new Action.Keep());
    }
}
