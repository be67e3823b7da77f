package org.bocau.filter;

/** What is to be done with a message for one recipient. */
public sealed interface Action {
    /** File it where mail arrives. RFC 5228 §4.3. */
    record Keep() implements Action {}
}
