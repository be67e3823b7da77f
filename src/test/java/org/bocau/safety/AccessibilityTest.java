package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bocau.account.Aliases;
import org.bocau.account.MailingLists;
import org.bocau.message.EmailAddress;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every page there is, in both themes, on a desk and on a phone: axe-core finds nothing, the keys
 * reach everything and show where they are, fingers hit what they aim at, and a narrow page does
 * not scroll sideways.
 */
@BrowserTest
class AccessibilityTest {
    /** Asked for by pages, not looked at as one; or seen once, with a token. */
    private static final Set<String> NO_PAGES =
            Set.of(
                    "/",
                    "/error",
                    "/setup",
                    "/sign-in",
                    "/cid/{token}",
                    "/image/{token}",
                    "/pdf/{token}",
                    "/lists/unsubscribe/{token}",
                    "/mail",
                    "/mail/events",
                    "/mail/folders",
                    "/compose/sent");

    private static final String SIDEWAYS =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    /** What a finger may want to hit and is smaller than one, links within text excepted. */
    private static final String SMALL =
            """
            () => [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
              .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.matches('.skip-link, .visually-hidden'))
              .map((one) => [one, [one, .../checkbox|radio|file/.test(one.type) ? one.labels : []]
                .map((hit) => hit.getBoundingClientRect()).reduce((a, b) => a.height < b.height ? b : a)])
              .filter(([one, box]) => getComputedStyle(one).display !== 'inline' && box.width > 1 && box.height > 1)
              .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
              .map(([one, box]) => `${one.outerHTML.slice(0, 110)} ${Math.round(box.width)}x${Math.round(box.height)}`)
            """;

    /** Where the focus is, and whether anybody can see it. */
    private static final String FOCUS =
            """
            () => {
              const one = document.activeElement;
              if (!one || one === document.body || one.tagName === 'IFRAME') return '';
              const style = getComputedStyle(one);
              const around = one.parentElement && getComputedStyle(one.parentElement);
              const box = one.getBoundingClientRect();
              const seen = [style, around].some((s) => s && ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'));
              const there = box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
              return seen && there ? '' : `${one.outerHTML.slice(0, 110)} focus ${seen ? '' : 'unseen '}${there ? '' : 'off the screen'}`;
            }
            """;

    private final TestServer server;
    private final List<String> problems = new ArrayList<>();

    AccessibilityTest(TestServer server) {
        this.server = server;
    }

    private TestAccount furnished() throws IOException {
        var an = server.administrator("an");
        LivedIn.furnish(server, an);
        var address = EmailAddress.parse("hoa@" + server.domain());
        server.bean(Aliases.class).create(address, List.of(an.address()));
        server.bean(MailingLists.class)
                .create(EmailAddress.parse("ban@" + server.domain()), "Ban", List.of(an.address()));
        return an;
    }

    private Map<String, String> pages(TestAccount account) {
        var visitor = WebVisitor.signedIn(server, account);
        var pages =
                PageWalk.from(
                        server,
                        visitor,
                        List.of("/mail/inbox", "/mail/drafts", "/mail/sent", "/admin"));
        pages.keySet().removeAll(NO_PAGES);
        return pages;
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES) // some three hundred looks, on whatever machine
    void everyPageIsForEverybody() throws IOException {
        var an = furnished();
        var pages = pages(an);
        assertThat(pages).hasSizeGreaterThan(25);
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "vi-VN")) {
            var page = TestBrowser.signIn(desk, server, an);
            inWindows(page);
            onADesk(page, pages);
        }
        try (var phone = TestBrowser.shared().open(Device.PHONE, "en-GB")) {
            onAPhone(TestBrowser.signIn(phone, server, an), pages);
        }
        try (var strangers = TestBrowser.shared().open(Device.PHONE, "vi-VN")) {
            strangersPages(strangers);
        }
        assertThat(problems).as("of %d pages", pages.size()).isEmpty();
    }

    private void onADesk(Page page, Map<String, String> pages) {
        pages.forEach((pattern, path) -> {
            open(page, path);
            axe(page, pattern + " light");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            axe(page, pattern + " dark");
            keep(page, "dark", pattern);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            opened(page, pattern);
            if (pattern.matches("/mail/\\{mailbox}|/compose|/settings.*"))
                byKeys(page, path, pattern);
        });
    }

    /** Messages that are being written over the list, one of them small. */
    private void inWindows(Page page) {
        open(page, "/mail/inbox");
        for (int n = 1; n <= 2; n++) {
            page.click("a.compose-button");
            page.locator("#window-" + n + "-frame[data-ready]").waitFor();
        }
        page.locator("#window-1-frame [data-minimise]").click();
        for (var scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            axe(page, "windows " + scheme);
            keep(page, "window" + scheme.name().toLowerCase(Locale.ROOT), "/mail/inbox");
        }
        page.locator("#window-1-title").focus();
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Tab");
            require(page, FOCUS, "windows by keys");
        }
        for (int n = 1; n <= 2; n++)
            page.locator("#window-" + n + "-frame [data-window=close]").click();
        page.locator(".window")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    private void onAPhone(Page page, Map<String, String> pages) {
        pages.forEach((pattern, path) -> {
            open(page, path);
            axe(page, pattern + " phone");
            keep(page, "phone", pattern);
            require(page, SMALL, pattern + " small");
            page.setViewportSize(320, 640);
            if (page.evaluate(SIDEWAYS).equals(true)) problems.add(pattern + " scrolls sideways");
            page.setViewportSize(390, 844);
        });
    }

    private void strangersPages(BrowserContext context) {
        var page = context.newPage();
        for (var path : List.of("/sign-in", "/sign-in?expired", "/lists/unsubscribe/none")) {
            open(page, path);
            axe(page, path);
            require(page, SMALL, path + " small");
        }
    }

    private void open(Page page, String path) {
        page.navigate(server.web() + path);
        page.locator("main").first().waitFor();
    }

    private void axe(Page page, String what) {
        try {
            TestBrowser.requireAccessible(page);
        } catch (AssertionError found) {
            problems.add(what + ": " + found.getMessage());
        }
    }

    /** Menus and dialogs, which are pages within the page. */
    private void opened(Page page, String pattern) {
        var all = page.locator("dialog, [popover], details.menu").all();
        for (int i = 0; i < all.size(); i++) {
            var one = all.get(i);
            one.evaluate(
                    "one => one.showModal ? one.open || one.showModal() : one.popover ? one.showPopover() : one.open = true");
        }
        if (!all.isEmpty()) axe(page, pattern + " with all that opens");
    }

    private void byKeys(Page page, String path, String pattern) {
        open(page, path);
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            require(page, FOCUS, pattern + " by keys");
        }
    }

    private void require(Page page, String script, String what) {
        var found = page.evaluate(script);
        if (found instanceof List<?> list) {
            list.forEach(one -> problems.add(what + ": " + one));
        } else if (!found.toString().isEmpty()) {
            problems.add(what + ": " + found);
        }
    }

    private static void keep(Page page, String how, String pattern) {
        var name = pattern.replaceAll("[^a-z]+", "-").toLowerCase(Locale.ROOT);
        TestBrowser.screenshot(page, "every-" + how + name);
    }
}
