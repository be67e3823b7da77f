package org.bocau.contacts;

/**
 * Somebody mail was sent to.
 *
 * @param name as the header has it, may be empty
 */
public record Recipient(String name, String address) {}
