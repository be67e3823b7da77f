package org.bocau.transfer;

/**
 * How somebody wants it.
 *
 * @param into the IMAP name of the mailbox that all go into; empty for the places they had
 * @param skipRepeated what the folder has by its Message-ID is left out
 * @param seen what says nothing about it counts as read
 */
record ImportChoice(String into, boolean skipRepeated, boolean seen) {}
