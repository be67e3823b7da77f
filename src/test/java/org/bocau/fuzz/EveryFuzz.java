package org.bocau.fuzz;

/** Gives each input to every target: text of one kind is garbage of another. */
public final class EveryFuzz {
    private EveryFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (var target : Target.values()) {
            if (target != Target.EVERY) {
                target.run(octets);
            }
        }
    }
}
