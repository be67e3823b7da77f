package org.bocau.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A part while the message is scanned: what its header said, and where its octets are. */
final class Entity {
    private static final int MOST_LANGUAGES = 100;
    private static final int LONGEST_FILE_NAME = 255;

    final long headerStart;
    final ContentType defaultType;
    long bodyStart;
    long bodyEnd;
    long firstLine; // number of the line the body starts at
    boolean inHeader = true;
    byte @Nullable [] boundary; // "--" in front; null when there is none to look for

    private final List<Entity> children = new ArrayList<>();
    private long lines;
    private ContentType type;
    private String encoding = "7bit";
    private @Nullable Disposition disposition;
    private @Nullable String contentId;
    private @Nullable String description;
    private @Nullable String md5;
    private @Nullable String location;
    private List<String> languages = List.of();
    private boolean eightBit; // raw in the header
    private byte @Nullable [] envelope;
    private byte @Nullable [] utf8Envelope; // null when it is the same

    Entity(long headerStart, ContentType defaultType) {
        this.headerStart = headerStart;
        this.bodyStart = headerStart;
        this.bodyEnd = headerStart;
        this.defaultType = defaultType;
        this.type = defaultType;
    }

    /** Takes what the MIME fields of RFC 2045, 2183, 1864, 3282 and 2557 say. */
    void read(HeaderBlock header, boolean rawEightBit) {
        eightBit = rawEightBit;
        type = ContentType.parse(text(header, "Content-Type"), defaultType);
        disposition = Disposition.parse(text(header, "Content-Disposition"));
        encoding = encoding(text(header, "Content-Transfer-Encoding"));
        contentId = text(header, "Content-ID");
        description = text(header, "Content-Description");
        md5 = text(header, "Content-MD5");
        location = text(header, "Content-Location");
        languages = languages(text(header, "Content-Language"));
    }

    private static @Nullable String text(HeaderBlock header, String name) {
        var field = header.first(name);
        return field == null ? null : field.text();
    }

    private static String encoding(@Nullable String field) {
        var value =
                field == null ? "" : ContentType.withoutComments(field).toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < value.length() && Ascii.isToken(value.charAt(end))) {
            end++;
        }
        return end == 0 ? "7bit" : value.substring(0, Math.min(end, 64));
    }

    private static List<String> languages(@Nullable String field) {
        if (field == null) {
            return List.of();
        }
        return Arrays.stream(ContentType.withoutComments(field).split(",", MOST_LANGUAGES + 1))
                .limit(MOST_LANGUAGES)
                .map(String::strip)
                .filter(language -> !language.isEmpty())
                .toList();
    }

    Part toPart() {
        var charset = text() ? charset() : null;
        return new Part(
                type.type(),
                type.subtype(),
                charset == null ? null : charset.toLowerCase(Locale.ROOT),
                encoding,
                disposition == null ? null : disposition.type(),
                fileName(),
                contentId == null ? null : MessageIds.first(contentId),
                headerStart,
                bodyStart,
                bodyEnd,
                lines,
                children.stream().map(Entity::toPart).toList());
    }

    /**
     * The name a person would save it under: without the directories (RFC 2183 §2.3), and without
     * the characters that turn the direction of text, which hide what a name ends in.
     */
    @Nullable String fileName() {
        var name = disposition == null ? null : disposition.parameters().get("filename");
        if (name == null) {
            name = type.parameters().get("name");
        }
        if (name == null) {
            return null;
        }
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var clean = new StringBuilder();
        last.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .limit(LONGEST_FILE_NAME)
                .forEach(clean::appendCodePoint);
        var stripped = clean.toString().strip();
        return stripped.isEmpty() || stripped.equals(".") || stripped.equals("..")
                ? null
                : stripped;
    }

    ContentType type() {
        return type;
    }

    void becomes(ContentType other) {
        type = other;
        boundary = null;
    }

    /** Of a text part; null when it does not say. */
    @Nullable String charset() {
        return type.parameters().get("charset");
    }

    boolean multipart() {
        return type.multipart();
    }

    boolean text() {
        return type.type().equals("text");
    }

    String encoding() {
        return encoding;
    }

    @Nullable Disposition disposition() {
        return disposition;
    }

    @Nullable String contentId() {
        return contentId;
    }

    @Nullable String description() {
        return description;
    }

    @Nullable String md5() {
        return md5;
    }

    @Nullable String location() {
        return location;
    }

    List<String> languages() {
        return languages;
    }

    List<Entity> children() {
        return children;
    }

    long size() {
        return bodyEnd - bodyStart;
    }

    long lines() {
        return lines;
    }

    void lines(long count) {
        lines = count;
    }

    byte[] envelope(WireForm form) {
        if (form != WireForm.ASCII && utf8Envelope != null) {
            return utf8Envelope;
        }
        return envelope == null ? EnvelopeText.EMPTY : envelope;
    }

    /** True when clients that have enabled UTF-8 see more of it, or of a part. */
    boolean international() {
        return eightBit
                || type.is("message", "global")
                || type.parameters().international()
                || (disposition != null && disposition.parameters().international())
                || children.stream().anyMatch(Entity::international);
    }

    /** It is a message, with this header. */
    void message(HeaderBlock fields) {
        envelope = EnvelopeText.of(fields, WireForm.ASCII);
        utf8Envelope = eightBit ? EnvelopeText.of(fields, WireForm.UTF8) : null;
    }
}
