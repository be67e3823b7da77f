package org.bocau.security;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bocau.net.TrustedNetworks;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Joins the parts of logging in. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {
    @Bean
    Logins logins(LoginParts parts, TrustedNetworks trusted, UntilStop pauses) {
        var throttle =
                new Throttle(
                        parts.clock(),
                        trusted::contains,
                        (name, remote) ->
                                Logins.known(parts.directory(), parts.sessions(), name, remote));
        return new Logins(parts, throttle, pauses);
    }

    @Bean
    UntilStop pauses() {
        return new UntilStop();
    }

    /** Waits on the virtual thread of the attempt; a server that stops keeps nobody waiting. */
    static final class UntilStop implements Pauses, ApplicationListener<ContextClosedEvent> {
        private final CountDownLatch stopping = new CountDownLatch(1);

        @Override
        public void pause(Duration time) {
            try {
                boolean _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /** The first thing that happens at shutdown, before listeners wait for their sessions. */
        @Override
        public void onApplicationEvent(ContextClosedEvent closed) {
            stopping.countDown();
        }
    }
}
