/** The demo profile: two accounts, an administrator and some real messages. Owns no table. */
@ApplicationModule(allowedDependencies = {"account", "message", "mailbox", "delivery", "security"})
@NullMarked
package org.bocau.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
