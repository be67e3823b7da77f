package org.bocau.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * What makes the site an app that can be installed: its manifest, its service worker, and the page
 * that is shown without a network. The same for everybody, so open and without a session.
 */
@Controller
class AppController {
    private static final String WORKER = "static/assets/js/sw.js";
    private static final MediaType MANIFEST = MediaType.valueOf("application/manifest+json");
    private static final MediaType SCRIPT = MediaType.valueOf("text/javascript;charset=UTF-8");

    private final MessageSource texts;
    private final ResourceUrlProvider assets;

    AppController(MessageSource texts, ResourceUrlProvider assets) {
        this.texts = texts;
        this.assets = assets;
    }

    @GetMapping("/manifest.webmanifest")
    ResponseEntity<Map<String, Object>> manifest(Locale locale) {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("id", "/");
        manifest.put("name", text("product", locale));
        manifest.put("short_name", text("product", locale));
        manifest.put("description", text("app.description", locale));
        manifest.put("lang", locale.getLanguage());
        manifest.put("start_url", "/mail/inbox");
        manifest.put("scope", "/");
        manifest.put("display", "standalone");
        manifest.put("background_color", "#f1f4f6");
        manifest.put("theme_color", "#0f5c67");
        manifest.put("icons", icons());
        manifest.put(
                "shortcuts", List.of(Map.of("name", text("app.write", locale), "url", "/compose")));
        return ResponseEntity.ok()
                .contentType(MANIFEST)
                .cacheControl(CacheControl.noCache())
                .body(manifest);
    }

    private List<Map<String, String>> icons() {
        var icons = new ArrayList<Map<String, String>>();
        icons.add(icon("logo.svg", "any", "image/svg+xml", "any"));
        icons.add(icon("icon-192.png", "192x192", "image/png", "any"));
        icons.add(icon("icon-512.png", "512x512", "image/png", "any"));
        icons.add(icon("icon-maskable-512.png", "512x512", "image/png", "maskable"));
        return icons;
    }

    private Map<String, String> icon(String file, String sizes, String type, String purpose) {
        var path = "/assets/icons/" + file;
        var versioned = assets.getForLookupPath(path);
        var icon = new LinkedHashMap<String, String>();
        icon.put("src", versioned == null ? path : versioned);
        icon.put("sizes", sizes);
        icon.put("type", type);
        icon.put("purpose", purpose);
        return icon;
    }

    private String text(String key, Locale locale) {
        return texts.getMessage(key, null, locale);
    }

    /** At the root, since a worker answers for what lies below it; looked for anew by browsers. */
    @GetMapping("/sw.js")
    ResponseEntity<Resource> worker() {
        return ResponseEntity.ok()
                .contentType(SCRIPT)
                .cacheControl(CacheControl.noCache())
                .body(new ClassPathResource(WORKER));
    }

    @GetMapping("/offline")
    String offline() {
        return "offline";
    }
}
