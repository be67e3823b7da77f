package org.bocau.net;

/**
 * The name this server is known by, in greetings, Received fields and the self-signed certificate:
 * {@code bocau.net.host-name}, else the machine's own.
 */
public record HostName(String value) {
    @Override
    public String toString() {
        return value;
    }
}
