package org.bocau.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.message.MessageComposer;
import org.springframework.core.io.ClassPathResource;

/** The demo's messages: files with their date left open, and a thread of twelve. */
final class DemoMail {
    private static final String AN = "=?UTF-8?B?Tmd1eeG7hW4gVGjhu4sgQW4=?= <an@example.org>";
    private static final String BINH = "=?UTF-8?B?VHLhuqduIELDrG5o?= <binh@example.org>";

    private DemoMail() {}

    /**
     * One message for one mailbox.
     *
     * @param login whose
     * @param mailbox its name
     * @param text the message, with CRLF line ends
     */
    record Item(String login, String mailbox, String text, Flags flags, Instant at) {}

    /** Oldest first. */
    static List<Item> all(Instant now) {
        var items = new ArrayList<Item>();
        items.add(file("junk", "an", "Junk", 200, now));
        items.add(file("russian", "an", "INBOX", 150, now, Flag.SEEN));
        items.add(file("newsletter", "an", "INBOX", 97, now, Flag.SEEN, Flag.FLAGGED));
        items.addAll(thread(now));
        items.add(file("forwarded", "an", "INBOX", 20, now, Flag.SEEN));
        items.add(file("draft", "an", "Drafts", 9, now, Flag.SEEN, Flag.DRAFT));
        items.add(file("japanese", "an", "INBOX", 8, now));
        items.add(file("invoice", "an", "INBOX", 5, now));
        items.add(file("invoice", "binh", "INBOX", 5, now));
        items.add(file("welcome", "an", "INBOX", 1, now));
        return items;
    }

    private static Item file(
            String name, String login, String mailbox, int hoursAgo, Instant now, Flag... flags) {
        var at = now.minusSeconds(3600L * hoursAgo);
        return new Item(
                login, mailbox, text(name).replace("{date}", date(at)), Flags.of(flags), at);
    }

    private static String text(String name) {
        try {
            return new ClassPathResource("demo/" + name + ".eml")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("\r\n", "\n")
                    .replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String date(Instant at) {
        return MessageComposer.date(at.atOffset(ZoneOffset.ofHours(7)));
    }

    /** An and Bình plan a trip: each message lies in the writer's Sent and the reader's INBOX. */
    private static List<Item> thread(Instant now) {
        String[] said = {
            "Cuối tuần này mình đi Đà Lạt nhé?",
            "Hay đấy! Đi xe hay đi tàu?",
            "Đi tàu tới Nha Trang rồi đi xe khách. Anh thích ngắm đường.",
            "Vậy em đặt vé. Mấy người đi?",
            "Bốn: anh, em, Minh và Lan.",
            "Lan không đi được, cô ấy bận cho bồ câu ăn.",
            "Vậy ba. Nhớ mang áo ấm, trên đó 12 độ.",
            "Em đặt rồi, chuyến 6:00 sáng thứ bảy. Vé ở trong thư sau.",
            "Sớm thế! Thôi được.",
            "Sáu giờ là sương còn trên đồi, đẹp nhất.",
            "Anh mang máy ảnh.",
            "Hẹn gặp ở ga lúc 5:30. Đừng ngủ quên!",
        };
        var items = new ArrayList<Item>();
        for (int i = 0; i < said.length; i++) {
            var at = now.minusSeconds(3600L * 72 - 5400L * i);
            boolean fromAn = i % 2 == 0;
            String message = turn(said, i, at);
            var seen = i < said.length - 1 ? Flags.of(Flag.SEEN, Flag.ANSWERED) : Flags.NONE;
            items.add(new Item(fromAn ? "an" : "binh", "Sent", message, Flags.of(Flag.SEEN), at));
            items.add(new Item(fromAn ? "binh" : "an", "INBOX", message, seen, at));
        }
        return items;
    }

    private static String turn(String[] said, int i, Instant at) {
        boolean fromAn = i % 2 == 0;
        var references = new StringBuilder();
        for (int n = 0; n < i; n++) {
            references.append(n == 0 ? "" : "\r\n ").append(id(n));
        }
        String threading =
                i == 0
                        ? ""
                        : "In-Reply-To: " + id(i - 1) + "\r\nReferences: " + references + "\r\n";
        String quoted = i == 0 ? "" : "\r\nHôm trước bạn viết:\r\n> " + said[i - 1] + "\r\n";
        return "From: "
                + (fromAn ? AN : BINH)
                + "\r\nTo: "
                + (fromAn ? BINH : AN)
                + "\r\nSubject: "
                + (i == 0 ? "" : "Re: ")
                + "=?UTF-8?B?xJBpIMSQw6AgTOG6oXQ=?=\r\nMessage-ID: "
                + id(i)
                + "\r\n"
                + threading
                + "Date: "
                + date(at)
                + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + said[i]
                + "\r\n"
                + quoted;
    }

    private static String id(int n) {
        return "<dalat-" + n + "@example.org>";
    }
}
