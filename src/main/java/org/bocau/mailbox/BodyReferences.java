package org.bocau.mailbox;

import java.util.Collection;
import java.util.Set;

/** Another module that refers to bodies: asked before unreferenced ones are removed. All beans of this type are called. */
public interface BodyReferences {
    /** Those of {@code bodies} that are still needed. */
    Set<BodyKey> needed(Collection<BodyKey> bodies);
}
