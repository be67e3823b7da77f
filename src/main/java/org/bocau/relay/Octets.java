package org.bocau.relay;

import java.io.IOException;
import java.io.InputStream;

/** Opens the octets of a message, whose lines end in CRLF; may be called more than once. */
@FunctionalInterface
public interface Octets {
    InputStream open() throws IOException;
}
