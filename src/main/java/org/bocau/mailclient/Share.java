package org.bocau.mailclient;

import org.jspecify.annotations.Nullable;

/**
 * What somebody else may do in a folder.
 *
 * @param who an address, or {@code anyone} for everybody in the owner's domain
 * @param level null where the rights are no level of ours, set by another program
 * @param rights as RFC 4314 writes them
 */
public record Share(String who, @Nullable Level level, String rights) {
    /** For all accounts of the owner's domain. RFC 4314 §2. */
    public static final String ANYONE = "anyone";

    /** Rights in words people use. RFC 4314 §2.1 */
    public enum Level {
        /** See it, read, and keep what they themselves have read. */
        READ("lrs"),
        /** Also star, label, file into it, move out of it and delete. */
        CHANGE("lrswite"),
        /** Also make folders in it, rename and delete it, and share it on. */
        MANAGE("lrswipkxtea");

        private final String rights;

        Level(String rights) {
            this.rights = rights;
        }

        String rights() {
            return rights;
        }

        /** For forms and message keys. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Share of(String who, String rights) {
        Level level = null;
        for (var one : Level.values()) {
            if (same(one.rights, rights)) level = one;
        }
        return new Share(who, level, rights);
    }

    /** RFC 2086's {@code c} and {@code d}, which servers add for old clients, say nothing new. */
    private static boolean same(String ours, String theirs) {
        return ours.chars().allMatch(right -> theirs.indexOf(right) >= 0)
                && theirs.chars()
                        .allMatch(
                                right -> ours.indexOf(right) >= 0 || right == 'c' || right == 'd');
    }

    public boolean everybody() {
        return who.equals(ANYONE);
    }
}
