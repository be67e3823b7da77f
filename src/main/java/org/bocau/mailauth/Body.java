package org.bocau.mailauth;

import java.io.IOException;
import java.io.InputStream;

/** What follows the empty line after a header section. Each call reads it from its start. */
public interface Body {
    InputStream open() throws IOException;
}
