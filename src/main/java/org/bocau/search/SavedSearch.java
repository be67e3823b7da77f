package org.bocau.search;

/**
 * A search that somebody keeps: a folder that fills itself.
 *
 * @param query as it is typed into the box
 */
public record SavedSearch(long id, String name, String query) {}
