package org.bocau.search;

import java.util.Locale;
import java.util.Optional;

/** The words before a colon that mean something. */
public enum Operator {
    FROM("from", "an"),
    TO("to", "binh"),
    SUBJECT("subject", "hop"),
    HAS("has", "attachment"),
    IS("is", "unread"),
    IN("in", "inbox"),
    LABEL("label", "work"),
    BEFORE("before", "2026-11-30"),
    AFTER("after", "2026-11-01"),
    NEWER_THAN("newer_than", "7d"),
    OLDER_THAN("older_than", "1y"),
    LARGER("larger", "5M"),
    SMALLER("smaller", "100K"),
    FILENAME("filename", "pdf"),
    CC("cc", "lan"),
    BCC("bcc", "lan"),
    BODY("body", "hello"),
    LIST("list", "staff");

    private final String word;
    private final String example;

    Operator(String word, String example) {
        this.word = word;
        this.example = example;
    }

    /** As it is typed, without the colon. */
    public String word() {
        return word;
    }

    /** Something that may stand behind the colon. */
    public String example() {
        return example;
    }

    static Optional<Operator> named(String word) {
        var lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
        for (var one : values()) if (one.word.equals(lower)) return Optional.of(one);
        return switch (lower) {
            case "since", "newer" -> Optional.of(AFTER);
            case "older" -> Optional.of(BEFORE);
            case "size" -> Optional.of(LARGER);
            case "tag", "keyword" -> Optional.of(LABEL);
            case "folder" -> Optional.of(IN);
            default -> Optional.empty();
        };
    }
}
