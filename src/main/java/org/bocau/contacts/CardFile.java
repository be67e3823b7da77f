package org.bocau.contacts;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of contacts that is read card by card. */
interface CardFile extends Closeable {
    /**
     * @param line where it ends, or stands
     */
    record Read(int line, ContactCard card) {}

    /** The next one, null at the end; what is wrong on the way goes into the report. */
    @Nullable Read next(ImportReport report) throws IOException;
}
