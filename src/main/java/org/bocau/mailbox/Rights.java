package org.bocau.mailbox;

import java.util.List;

/**
 * A set of rights. RFC 4314 §2.1.
 *
 * @param bits of {@link Right}
 */
public record Rights(int bits) {
    public static final Rights NONE = new Rights(0);
    public static final Rights ALL = new Rights((1 << Right.values().length) - 1);

    /** RFC 4314 §2.1.1: what RFC 2086 called "create" and "delete" are unions of these here. */
    private static final Rights OLD_CREATE = of(Right.CREATE, Right.DELETE);

    private static final Rights OLD_DELETE = of(Right.DELETED, Right.EXPUNGE);

    public static Rights of(Right... rights) {
        int bits = 0;
        for (Right right : rights) {
            bits |= right.bit();
        }
        return new Rights(bits);
    }

    /**
     * Reads letters in any order, the obsolete {@code c} and {@code d} among them.
     *
     * @throws IllegalArgumentException a letter that is no right; RFC 4314 §3.1 wants BAD
     */
    public static Rights parse(String letters) {
        var rights = NONE;
        for (int i = 0; i < letters.length(); i++) {
            rights = rights.plus(right(letters.charAt(i)));
        }
        return rights;
    }

    private static Rights right(char letter) {
        if (letter == 'c') {
            return OLD_CREATE;
        }
        if (letter == 'd') {
            return OLD_DELETE;
        }
        for (Right right : Right.values()) {
            if (right.letter() == letter) {
                return of(right);
            }
        }
        throw new IllegalArgumentException("no such right");
    }

    public boolean has(Right right) {
        return (bits & right.bit()) != 0;
    }

    /** True when one of these is there, at least. */
    public boolean hasAny(Rights others) {
        return (bits & others.bits) != 0;
    }

    /** Something may be changed: else the mailbox is opened read-only. RFC 4314 §5.2. */
    public boolean changeable() {
        return hasAny(of(Right.INSERT, Right.EXPUNGE, Right.SEEN, Right.WRITE, Right.DELETED));
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public Rights plus(Rights others) {
        return new Rights(bits | others.bits);
    }

    public Rights minus(Rights others) {
        return new Rights(bits & ~others.bits);
    }

    /** The flags of these that may be set or cleared. RFC 4314 §4, STORE and APPEND. */
    public Flags settable(Flags wanted) {
        return new Flags(
                wanted.system() & settableFlags(),
                settableKeywords() ? wanted.keywords() : List.of());
    }

    /** Bits of {@link Flag} that may be changed. */
    public int settableFlags() {
        int others = Flag.ANSWERED.bit() | Flag.FLAGGED.bit() | Flag.DRAFT.bit();
        return (has(Right.SEEN) ? Flag.SEEN.bit() : 0)
                | (has(Right.DELETED) ? Flag.DELETED.bit() : 0)
                | (has(Right.WRITE) ? others : 0);
    }

    public boolean settableKeywords() {
        return has(Right.WRITE);
    }

    /**
     * As MYRIGHTS and ACL have them: with {@code c} and {@code d} wherever one of their members is
     * there, for clients of RFC 2086. RFC 4314 §2.1.1.
     */
    public String withObsolete() {
        return this + (hasAny(OLD_CREATE) ? "c" : "") + (hasAny(OLD_DELETE) ? "d" : "");
    }

    /** The letters, in the RFC's order: {@code lrswipkxtea}. */
    @Override
    public String toString() {
        var letters = new StringBuilder();
        for (Right right : Right.values()) {
            if (has(right)) {
                letters.append(right.letter());
            }
        }
        return letters.toString();
    }
}
