package org.bocau.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An {@link IntegrationTest} that needs a Chromium or Chrome of this machine, see {@link
 * TestBrowser}. Skipped where there is none: said on standard error and written to {@code
 * target/skipped}, for which {@code .ci/run} fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@ExtendWith(Installed.class)
@IntegrationTest
public @interface BrowserTest {}
