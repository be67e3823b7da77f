package org.bocau.transfer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How messages lie in a file. */
enum Format {
    /** Each a file of its own, in a zip. */
    EML,
    /** One after the other, a file for each folder. */
    MBOX,
    /** Each a file whose name tells its flags, in a zip. */
    MAILDIR;

    /** In addresses, forms and message keys. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
    }
}
