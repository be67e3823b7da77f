package org.bocau.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine's own Chromium, driven by Playwright; started once, by the first browser test. All
 * browser tests run on one thread, as Playwright demands.
 */
public final class TestBrowser {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private static final String SIDEWAYS =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    /**
     * What is fading in has less contrast than it will have, so it is at its end at once. To wait
     * for the end would be for ever in a page of which nothing is drawn.
     */
    private static final String RESTS =
            """
            () => document.getAnimations()
                .filter(a => a.effect.getComputedTiming().endTime !== Infinity)
                .forEach(a => a.finish())
            """;

    /** Of this document only: in a frame without scripts axe would wait for ever, or nearly. */
    private static final String VIOLATIONS =
            """
            tags => axe.run(document, {iframes: false, runOnly: tags, resultTypes: ['violations']})
                .then(found => ({said: found.violations
                    .map(rule => `${rule.id}: ${rule.help} at ${rule.nodes.map(node => node.html)}`)
                    .join('\\n')}))\
            """;

    /** Nothing waits this long on a quiet machine; on a busy one it is no failure to be slow. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final Browser browser;

    /** What a page is looked at with. */
    public enum Device {
        DESKTOP(1280, 800, ColorScheme.LIGHT),
        DARK(1280, 800, ColorScheme.DARK),
        PHONE(390, 844, ColorScheme.LIGHT);

        private final int width;
        private final int height;
        private final ColorScheme scheme;

        Device(int width, int height, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }
    }

    private static final class Holder {
        static final TestBrowser INSTANCE = new TestBrowser();
    }

    private TestBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var options =
                new BrowserType.LaunchOptions()
                        .setExecutablePath(executable().orElseThrow())
                        .setHeadless(true)
                        .setArgs(
                                List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync"));
        browser = playwright.chromium().launch(options);
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    }

    public static TestBrowser shared() {
        return Holder.INSTANCE;
    }

    /** The browser to use: {@code BOCAU_CHROMIUM}, else one from the usual places. */
    public static Optional<Path> executable() {
        var named = Optional.ofNullable(System.getenv("BOCAU_CHROMIUM")).stream();
        var usual =
                Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/usr/bin/google-chrome-stable",
                        "/opt/google/chrome/chrome");
        return Stream.concat(named, usual).map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /**
     * A browser as new: no cookies, this device, this language. The caller closes it.
     *
     * @param language {@code en-GB}, {@code vi-VN}
     */
    public BrowserContext open(Device device, String language) {
        return impatient(
                new Browser.NewContextOptions()
                        .setViewportSize(device.width, device.height)
                        .setColorScheme(device.scheme)
                        .setLocale(language)
                        .setHasTouch(device == Device.PHONE)
                        .setIsMobile(device == Device.PHONE)
                        .setAcceptDownloads(true));
    }

    /** Another browser as new, but with the cookies and the storage of one that was. */
    public BrowserContext openWith(Device device, String state) {
        return impatient(
                new Browser.NewContextOptions()
                        .setViewportSize(device.width, device.height)
                        .setColorScheme(device.scheme)
                        .setLocale("en-GB")
                        .setStorageState(state));
    }

    /**
     * A desktop browser with JavaScript off. Nothing moves in it: Playwright waits for things to
     * rest with timers of the page, and those do not run. The caller closes it.
     */
    public BrowserContext withoutScript() {
        return impatient(
                new Browser.NewContextOptions()
                        .setJavaScriptEnabled(false)
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    /**
     * Waits until the scripts of the page listen. What a page shows is there before them, and keys
     * that come in between are nobody's.
     */
    public static void scripted(Page page) {
        page.locator("html.scripted").waitFor();
    }

    /** A page of this browser in the account's inbox. */
    public static Page signIn(BrowserContext context, TestServer server, TestAccount account) {
        var page = context.newPage();
        page.navigate(server.web() + "/sign-in");
        page.fill("input[name=username]", account.login());
        page.fill("input[name=password]", account.password());
        page.click("main form button");
        page.waitForURL(Pattern.compile(".*/mail/inbox"));
        return page;
    }

    private BrowserContext impatient(Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    /** Keeps a picture as {@code target/screenshots/NAME.png}. */
    public static Path screenshot(Page page, String name) {
        var file = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file;
    }

    /**
     * Looks at a page: keeps a picture, and fails if it scrolls sideways or is not {@linkplain
     * #requireAccessible accessible}.
     */
    public static void look(Page page, String name) {
        screenshot(page, name);
        assertThat(page.evaluate(SIDEWAYS)).as("%s scrolls sideways", name).isEqualTo(false);
        requireAccessible(page);
    }

    /**
     * Fails if axe-core finds what WCAG 2.2 AA forbids, in the page or in a frame of it.
     *
     * <p>A sandboxed document runs no tasks of its own, so a promise in it settles whenever
     * something else happens by in its process: half a minute for each. Such a document is looked
     * at in a page of the same browser without the sandbox around it.
     */
    public static void requireAccessible(Page page) {
        page.waitForLoadState();
        for (var frame : page.frames()) {
            if (!frame.evaluate("origin").equals("null")) continue;
            try (var outside = page.context().newPage()) {
                outside.setContent(frame.content());
                requireAccessibleAlone(outside, frame.url());
            }
        }
        if (!page.evaluate("origin").equals("null")) requireAccessibleAlone(page, page.url());
    }

    /**
     * Waits until an expression is true in the page, or a promise it gives is kept. Unlike {@link
     * Page#evaluate}, which waits for ever, it fails when its time is up; asked by a timer, because
     * a page that nobody paints has no frames.
     */
    public static void settle(Page page, String expression) {
        page.waitForFunction(
                expression, null, new Page.WaitForFunctionOptions().setPollingInterval(20));
    }

    private static void requireAccessibleAlone(Page page, String url) {
        page.evaluate(RESTS);
        page.evaluate(AxeBuilder.getAxeScript());
        var found = page.waitForFunction(VIOLATIONS, WCAG).getProperty("said").jsonValue();
        assertThat(found.toString()).as("%s: violations", url).isEmpty();
    }
}
