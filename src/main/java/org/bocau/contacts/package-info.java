/**
 * The address book: people, their addresses, groups, and what is completed while somebody types a
 * recipient. Its pages, and vCard (RFC 6350, 2426) and CSV in and out. Tables: contact,
 * contact_address, contact_group, contact_group_member. Invariant: what a card said when it came in
 * it still says when it goes out.
 */
@ApplicationModule(allowedDependencies = {"account", "message", "pages", "security"})
@NullMarked
package org.bocau.contacts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
