package org.bocau.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test against the whole running application. A {@link TestServer} parameter of a constructor or
 * method is a new view of it with a domain of its own.
 *
 * <p>After each test the store must be consistent, no session may have met a bug and nothing of
 * ours may have been logged at ERROR, unless {@link ExpectsErrors} says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("integration")
@ExtendWith(TestServerExtension.class)
public @interface IntegrationTest {}
