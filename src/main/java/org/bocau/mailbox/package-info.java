/**
 * The store: mailboxes, messages, flags, UIDs, mod-sequences, bodies, search, and {@link
 * ChangeFeed}, which tells that something changed and never what. Tables: mailbox, subscription,
 * account_usage, mailbox_right, maildrop_lock, metadata, message, message_content, message_text,
 * expunged, awaited_message, body, body_chunk, search_state, reindex_job. {@link Ordering} sorts
 * and threads. RFC 2342, 3501 §2.3, 4314, 5256, 5464, 5957, 6203, 7162, 8474, 8508, 8514.
 * Invariant: UIDs and mod-sequences become visible in number order, and are never used twice.
 */
@ApplicationModule(allowedDependencies = {"account", "database", "message"})
@NullMarked
package org.bocau.mailbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
