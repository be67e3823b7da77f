package org.bocau.webmail;

/**
 * What people are told of an action, in their own language; flash attribute {@code told}, and the
 * JSON a script gets.
 *
 * @param undo the job that takes it back, empty if none
 * @param job the job that is still doing it, empty if none
 */
public record Told(String text, String undo, String job) {
    /** Said of what cannot be taken back. */
    public static Told of(String text) {
        return new Told(text, "", "");
    }
}
