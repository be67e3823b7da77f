/**
 * Mail for other systems, durable until it is delivered or returned. Tables: queue_message,
 * queue_recipient, queue_chunk, queue_attempt; and for the relay, sts_policy. RFC 5321 §4.5.4;
 * reports are RFC 3464. Invariant: a row exists from the reply 250 until the next hop or a bounce
 * has taken the message over.
 */
@ApplicationModule(
        allowedDependencies = {"account", "database", "message", "net", "relay", "mailauth"})
@NullMarked
package org.bocau.queue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
