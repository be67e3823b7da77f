/**
 * Asks web servers that letters name: {@link RemoteClient} reaches nothing but public addresses and
 * takes no more than it was told to, {@link RemoteImages} takes pictures only. No table. RFC 9110,
 * 3986. Invariant: the address that was judged is the one that is connected to.
 */
@ApplicationModule(allowedDependencies = {"net", "message"})
@NullMarked
package org.bocau.remote;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
