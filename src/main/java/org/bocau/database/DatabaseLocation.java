package org.bocau.database;

/**
 * Which database this is, as it may be shown to an administrator.
 *
 * @param address host, port and name; neither user nor password
 */
public record DatabaseLocation(boolean embedded, String address) {}
