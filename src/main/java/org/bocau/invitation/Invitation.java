package org.bocau.invitation;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an iCalendar object in a letter says about one event. All of it was written by the sender;
 * texts are bounded and without control characters but line ends.
 *
 * @param uid of the event, the same in all letters about it
 * @param sequence grows with each change of it
 * @param instance which one of a repeating event it is about, or null: all of them
 * @param end exclusive where it is a day; null where it has none
 */
public record Invitation(
        Method method,
        String uid,
        int sequence,
        String title,
        String place,
        String description,
        Moment start,
        @Nullable Moment end,
        @Nullable Moment instance,
        @Nullable Repetition repetition,
        @Nullable Person organizer,
        List<Guest> guests) {
    /** RFC 5546 §1.4, as far as letters to guests and organizers have them. */
    public enum Method {
        REQUEST,
        CANCEL,
        REPLY,
        /** An event to know of; nobody waits for an answer. */
        PUBLISH
    }

    /** RFC 5545 §3.2.12. */
    public enum Answer {
        ACCEPTED,
        TENTATIVE,
        DECLINED,
        NONE;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A time as it was given. */
    public sealed interface Moment {
        /** The same for everybody. */
        record At(Instant instant) implements Moment {}

        /** Wherever one is, RFC 5545 §3.3.5 form 1. */
        record Local(LocalDateTime time) implements Moment {}

        record Day(LocalDate day) implements Moment {}
    }

    /** Of a rule that words can tell. */
    public enum Frequency {
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How it repeats. RFC 5545 §3.3.10.
     *
     * @param frequency null where the rule is more than a few words
     * @param days of a weekly one, Monday first; empty: the day it begins on
     * @param count how often in all; 0: not said
     * @param until the last day, or null
     */
    public record Repetition(
            @Nullable Frequency frequency,
            int interval,
            List<DayOfWeek> days,
            int count,
            @Nullable LocalDate until) {
        public Repetition {
            days = List.copyOf(days);
        }
    }

    /**
     * @param name may be empty
     */
    public record Person(String name, String address) {
        /** The name, or the address where there is none. */
        public String label() {
            return name.isEmpty() ? address : name;
        }
    }

    /** Somebody invited, and what they have answered as far as the sender knew. */
    public record Guest(Person person, Answer answer) {}

    public Invitation {
        guests = List.copyOf(guests);
    }
}
