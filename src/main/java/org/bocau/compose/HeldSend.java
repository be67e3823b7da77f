package org.bocau.compose;

import java.time.Instant;
import org.bocau.account.AccountId;
import org.bocau.reading.DraftSource;

/**
 * A message that was handed over and that its sender may still take back.
 *
 * @param envid by which the queue knows it, RFC 3461 §4.4
 * @param scheduled its sender chose the time; otherwise it waits for second thoughts only
 * @param mailbox IMAP name of the folder where its copy lies
 * @param uid of the copy; 0 when there is none
 * @param source what it answers or forwards, see {@link DraftSource}, or passes on, see {@link
 *     PassedOn}; empty if nothing
 * @param passedTo to whom, as it was typed, where it passes on a letter; else empty
 */
record HeldSend(
        AccountId account,
        long id,
        String envid,
        boolean scheduled,
        String mailbox,
        long uid,
        Instant sendAt,
        String source,
        String passedTo) {}
