/**
 * Who and where: domains, accounts, aliases and mailing lists; {@link Directory} turns an address
 * into a {@link Destination}; the keys that domains sign with ({@link DkimKeyRing}). Tables:
 * domain, dkim_key, address, account, app_password, masked_capability, alias, mailing_list,
 * list_member, list_bounce, server_secret, sending, sending_limit, correspondent. RFC 5321 §4.1.2
 * (addresses), 5233 (subaddress), 2142 §6 (a list's other addresses). Invariant: an address has at
 * most one meaning.
 */
@ApplicationModule(allowedDependencies = {"message"})
@NullMarked
package org.bocau.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
