package org.bocau.bench;

/** The accounts that take deliveries: a hundred in turn, and a thousand at once. */
final class Crowd {
    /** Get one message after the other, in turn. */
    static final int IN_TURN = 100;

    /** All of them get one message. */
    static final int AT_ONCE = 1_000;

    static final String DOMAIN = "bench.example";

    private Crowd() {}

    static String user(int number) {
        return "user" + number;
    }

    static String address(int number) {
        return user(number) + "@" + DOMAIN;
    }

    static int size() {
        return IN_TURN + AT_ONCE;
    }
}
