package org.bocau.contacts;

/** A group and how many are in it. */
public record GroupLine(long id, String name, long members) {}
