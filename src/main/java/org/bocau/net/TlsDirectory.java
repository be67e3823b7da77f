package org.bocau.net;

import java.nio.file.Path;

/** Where a self-signed certificate is kept; the application says so, since net knows no data. */
public record TlsDirectory(Path path) {}
