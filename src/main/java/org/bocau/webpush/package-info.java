/**
 * Tells browsers of new mail while nobody looks: keys, subscriptions, encrypted pushes, and who is
 * to be told of what. Tables: push_subscription, push_watch, push_key. RFC 8030, 8188, 8291, 8292.
 * Invariant: a push service learns that something came for a browser, and nothing else.
 */
@ApplicationModule(allowedDependencies = {"account", "database", "mailbox", "message", "remote"})
@NullMarked
package org.bocau.webpush;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
