package org.bocau.triage;

/**
 * One change to messages of one mailbox, small enough for one command.
 *
 * @param mailbox as IMAP names it; empty where the change is about no messages
 * @param uids at most {@value #MOST}
 */
public record Step(String mailbox, Uids uids, Change change) {
    /** Messages of a step: a command of some kilobytes, and a second's work at most. */
    public static final int MOST = 500;
}
