package org.bocau.security;

import java.time.Duration;

/** Lets time pass for an attempt that must wait. */
@FunctionalInterface
interface Pauses {
    /** Returns after this time, or sooner when the server stops. */
    void pause(Duration time);
}
