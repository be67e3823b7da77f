package org.bocau.search;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a message must be like. Pure data: who asks a server translates it. */
public sealed interface Expression {
    /** All of them; never fewer than two. */
    record And(List<Expression> parts) implements Expression {}

    /** At least one of them; never fewer than two. */
    record Or(List<Expression> parts) implements Expression {}

    record Not(Expression part) implements Expression {}

    /**
     * Contains this, without regard to case and diacritics.
     *
     * @param phrase true when its words stand together and in this order
     */
    record Text(Place place, String text, boolean phrase) implements Expression {}

    /** Has a file attached. */
    record Attachment() implements Expression {}

    /** Carries this label, named as people see it. */
    record Label(String name) implements Expression {}

    /** Lies in this folder, named as people see it, as a path, or by its role. */
    record In(String folder) implements Expression {}

    record Is(State state) implements Expression {}

    /** Came before this day began. */
    record Before(LocalDate day) implements Expression {}

    /** Came when this day had begun, or later. */
    record Since(LocalDate day) implements Expression {}

    /** Came longer ago than this. */
    record OlderThan(Age age) implements Expression {}

    /** Came within this time. */
    record NewerThan(Age age) implements Expression {}

    record Larger(long octets) implements Expression {}

    record Smaller(long octets) implements Expression {}

    /**
     * @param days a period without hours
     * @param hours besides
     */
    record Age(Period days, int hours) {}

    /** Where a text may stand. */
    enum Place {
        /** Where one would look for a word: people, subject, body, names of files. */
        ANYWHERE,
        FROM,
        TO,
        CC,
        BCC,
        SUBJECT,
        BODY,
        /** The mailing list it came by. */
        LIST,
        FILENAME
    }

    /** What {@code is:} may say. */
    enum State {
        UNREAD,
        READ,
        STARRED,
        UNSTARRED,
        ANSWERED,
        FORWARDED,
        DRAFT,
        SNOOZED,
        MUTED;

        static Optional<State> named(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "unread", "unseen" -> Optional.of(UNREAD);
                case "read", "seen" -> Optional.of(READ);
                case "starred", "flagged" -> Optional.of(STARRED);
                case "unstarred", "unflagged" -> Optional.of(UNSTARRED);
                case "answered", "replied" -> Optional.of(ANSWERED);
                case "forwarded" -> Optional.of(FORWARDED);
                case "draft" -> Optional.of(DRAFT);
                case "snoozed" -> Optional.of(SNOOZED);
                case "muted" -> Optional.of(MUTED);
                default -> Optional.empty();
            };
        }
    }
}
