//! What prose looks like on a page, and that no text can do harm there.
//!
//! Knows the renderer from inside, to look at pages also before the sanitiser had its look.

use proptest::prelude::*;

use super::*;
use crate::markdown::resolve::{Reference, Target};

/// Leads `known` names and files somewhere, URLs to themselves, and everything else nowhere.
struct Site;

impl Resolve for Site {
    fn resolve(&self, reference: &Reference) -> Target {
        let link = |href: &str, text: &str, class: &str| Target::Link {
            href: href.to_owned(),
            text: text.to_owned(),
            class: class.to_owned(),
        };
        match reference {
            Reference::Wiki { target, .. } if target == "known" => link("../item/known.html", "Known & true", "ref"),
            Reference::Wiki { target, .. } if target == "text" => Target::Text,
            Reference::Mention { member } if member == "maya" => link("../member/maya.html", "Maya Chen", "ref"),
            Reference::Mention { member } if member == "media" => Target::Text,
            Reference::Link { destination, image: true } if destination == "a.png" => {
                Target::Image { src: "../assets/a.png".to_owned() }
            }
            Reference::Link { destination, .. } if destination == "gone.md" => Target::Broken,
            Reference::Link { destination, .. } => link(destination, "", ""),
            Reference::Wiki { .. } | Reference::Mention { .. } => Target::Broken,
        }
    }
}

fn html(text: &str) -> String {
    render(text, &Site, 2)
}

#[track_caller]
fn renders(text: &str, expected: &str) {
    assert_eq!(html(text), expected, "{text}");
}

#[test]
fn references_become_links() {
    renders(
        "[[known]], [[known|the *label*]], @maya",
        "<p><a class=\"ref\" href=\"../item/known.html\">Known &amp; true</a>, \
         <a class=\"ref\" href=\"../item/known.html\">the label</a>, \
         <a class=\"ref\" href=\"../member/maya.html\">Maya Chen</a></p>\n",
    );
    renders(
        "[[gone]] @noone [x *y*](gone.md)",
        "<p><span class=\"broken-ref\" title=\"names nothing: gone\">gone</span> \
         <span class=\"broken-ref\" title=\"names nobody: noone\">@noone</span> \
         <span class=\"broken-ref\" title=\"leads nowhere: gone.md\">x <em>y</em></span></p>\n",
    );
    renders("[[text|a]] @media `[[known]]` \\@maya", "<p>[[text|a]] @media <code>[[known]]</code> @maya</p>\n");
}

#[test]
fn links_are_safe_or_text() {
    renders(
        "[a](https://a.example?x&y \"t\") [b](b%20c.html) [](b.html) <me@a.example>",
        "<p><a href=\"https://a.example?x&amp;y\" title=\"t\" rel=\"noopener noreferrer\">a</a> \
         <a href=\"b%20c.html\">b</a> <a href=\"b.html\">b.html</a> \
         <a href=\"mailto:me@a.example\">me@a.example</a></p>\n",
    );
    renders("[a](JaVaScRiPt:x) [b](data:x) [*c*](//d.example)", "<p>a b <em>c</em></p>\n");
}

#[test]
fn images_outside_the_site_become_links() {
    renders(
        "![a *b*](a.png 't') ![c](https://a.example/c.png) ![](gone.md) [![d](https://a.example/d.png)](e.html)",
        "<p><img src=\"../assets/a.png\" alt=\"a b\" title=\"t\" loading=\"lazy\"> \
         <a href=\"https://a.example/c.png\" rel=\"noopener noreferrer\">c</a> \
         <span class=\"broken-ref\" title=\"leads nowhere: gone.md\">gone.md</span> \
         <a href=\"e.html\">d</a></p>\n",
    );
}

#[test]
fn headings_move_down_and_get_anchors() {
    renders(
        "# Why *it*\n\n###### Why it\n\n# ???\n",
        "<h2 id=\"why-it\">Why <em>it</em></h2>\n<h6 id=\"why-it-1\">Why it</h6>\n<h2>???</h2>\n",
    );
}

#[test]
fn blocks_are_what_people_expect() {
    renders(
        "- [ ] a\n- [x] b",
        "<ul>\n<li><input type=\"checkbox\" disabled aria-label=\"Not done\"> a</li>\n<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> b</li>\n</ul>\n",
    );
    renders("3. a\n\n   b", "<ol start=\"3\">\n<li><p>a</p>\n<p>b</p>\n</li>\n</ol>\n");
    renders("> a  \n> ~~b~~\n***", "<blockquote>\n<p>a<br>\n<del>b</del></p>\n</blockquote>\n<hr>\n");
    renders(
        "```rust x\r\n<b> 'c'\r\n```",
        "<pre tabindex=\"0\"><code class=\"language-rust\">&lt;b&gt; &#39;c&#39;\n</code></pre>\n",
    );
    renders(
        "|a|b|\n|-|:-:|\n|[[known\\|c]]||\n",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead>\n\
         <tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-center\">b</th></tr>\n</thead>\n<tbody>\n\
         <tr><td><a class=\"ref\" href=\"../item/known.html\">c</a></td><td class=\"align-center\"></td></tr>\n\
         </tbody>\n</table>\n</div>\n",
    );
    renders(
        "|a|\n|-|",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n</table>\n</div>\n",
    );
}

#[test]
fn the_authors_html_is_limited_to_what_is_harmless() {
    renders("H<sub>2</sub>O <kbd>⌘</kbd><br>", "<p>H<sub>2</sub>O <kbd>⌘</kbd><br></p>\n");
    renders("a <b>b *c</b>* d", "<p>a <b>b <em>c</em> d</b></p>\n");
    renders(
        "<details>\n<summary>More</summary>\n\n# A\n\n[[known]]\n\n</details>\n\nafter <!-- no -->",
        "<details>\n<summary>More</summary>\n<h2 id=\"a\">A</h2>\n<p><a class=\"ref\" href=\"../item/known.html\">Known &amp; true</a></p>\n</details>\n<p>after </p>\n",
    );
    renders("> <details>\n\nout", "<blockquote>\n<details>\n</details></blockquote>\n<p>out</p>\n");
    let long = "a <b>b</b><!-- c -->\n".repeat(20_000);
    assert!(html(&long).starts_with("<p>a &lt;b&gt;b&lt;/b&gt;\na"));
    renders("a <a href=x>b</a>", "<p>a &lt;a href=x&gt;b&lt;/a&gt;</p>\n");
}

#[test]
fn every_tag_we_write_passes_the_sanitiser() {
    let all = "# a\n\n[b](https://a.example 't') ![c](a.png 'd') [[known]] [[gone]] **e** *f* ~~g~~ `h`  \ni\n\n> j\n\n2. k\n\n- [x] l\n\n***\n\n```m\nn\n```\n\n|o|p|\n|:-|-:|\n|q|r|\n";
    let cleaned = SANITISER.clean(&html(all)).to_string();
    assert_eq!(cleaned.replace("disabled=\"\" checked=\"\"", "disabled checked"), html(all));
}

#[test]
fn nesting_is_cut_where_nobody_reads_it() {
    for text in [">".repeat(5_000), "- ".repeat(3_000) + "x", "*a **b ".repeat(3_000), "<b>".repeat(20_000)] {
        let html = html(&text);
        let depth = html.lines().filter(|line| line.starts_with("<blockquote>")).count();
        assert!(depth <= 64);
        assert_harmless(&text);
    }
    let refused = ">".repeat(100_000) + &"a\n".repeat(10_000);
    assert!(html(&refused).starts_with("<pre class=\"as-typed\" tabindex=\"0\">&gt;&gt;"));
}

#[test]
fn control_characters_never_reach_a_page() {
    renders("a\0b\u{1b}[0m", "<p>a\u{fffd}b\u{fffd}[0m</p>\n");
}

/// What has been tried on others.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'onerror=alert(1)//",
    "<svg onload=alert(1)><style><!--</style><img src=x onerror=alert(1)>--></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<a href=javascript:alert(1)>x</a>",
    "<b onclick=alert(1) style=position:fixed id=x class=y>x</b>",
    "<b/onclick=alert(1)>x</b>",
    "<b title='\"><script>alert(1)</script>'>x</b>",
    "<abbr title='\"onmouseover=alert(1) x=\"'>x</abbr>",
    "<abbr title=\"&quot;onmouseover=alert(1) x=&#34;\">x</abbr>",
    "<abbr title=a\u{0}\"onclick=x>x</abbr>",
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
    "</div></main></body><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml <script>alert(1)</script>?>",
    "<!DOCTYPE html [<!ENTITY x \"<script>\">]>&x;",
    "<plaintext><xmp><textarea><title>",
    "<template><slot><script>alert(1)</script></template>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#x73;cript&colon;alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](<&Tab;javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1)) [y](file:///etc/passwd) [z](C:\\x)",
    "[x](//evil.example) [y](\\\\\\\\evil.example) [z](/\\\\evil.example)",
    "[x]: javascript:alert(1)\n\n[x] ![x]",
    "<javascript:alert(1)> <data:text/html,x>",
    "![x](javascript:alert(1)) ![\"onerror=alert(1)](a.png \"'\\\" onerror=alert(1)\")",
    "[x](a.html \"\\\"onclick=alert(1)\")",
    "[x](a.html\"onclick=alert(1)) [y](<a.html\" onclick=alert(1)>)",
    "[[\"><script>alert(1)</script>]] [[x|<script>alert(1)</script>]]",
    "[[known|\"onclick=alert(1)]] [[gone\" onclick=alert(1)]]",
    "# \" onclick=alert(1) <script>",
    "```\"onclick=alert(1)\nx\n```",
    "``` <script>\n</code></pre><script>alert(1)</script>\n```",
    "|<script>|\n|-|\n|</table><script>alert(1)</script>|",
    "<b>\n\n</div>\n\n<i>\n\n- </b>\n\n</i></ul></div>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
];

#[test]
fn attacks_stay_text() {
    for attack in ATTACKS {
        for text in
            [(*attack).to_owned(), format!("a {attack} b"), format!("<br>\n{attack}"), format!("> - {attack}\n")]
        {
            assert_harmless(&text);
        }
    }
}

/// Reads what is made of `text` as a browser's parser does and holds elements, attributes and addresses against what
/// may be there; also before the sanitiser had its look.
#[track_caller]
fn assert_harmless(text: &str) {
    let (written, _) = write(text, &Site, Some(2));
    // Quotes that stand for themselves are escaped, so these could only be attributes.
    let folded = written.to_ascii_lowercase();
    for forbidden in ["<script", "<style", "click=\"", "error=\"", "style=\"", "=\"javascript:", "=\"data:", "=\"//"] {
        assert!(!folded.contains(forbidden), "{forbidden} in {written}, from {text:?}");
    }
    for html in [written, html(text)] {
        let strict = SANITISER.clean(&html).to_string();
        assert_eq!(LENIENT.clean(&html).to_string(), strict, "from {text:?}");
        let around = SANITISER.clean(&format!("<div>{html}</div><hr>")).to_string();
        assert!(around.starts_with("<div>") && around.ends_with("</div><hr>"), "{html}, from {text:?}");
    }
}

/// Lets through what an attack needs, so that a difference from [`SANITISER`] shows that there was something.
static LENIENT: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let words = |words: &'static str| words.split_ascii_whitespace().collect::<HashSet<&'static str>>();
    let mut builder = Builder::empty();
    let tags = "a blockquote details div h1 h2 h3 h4 h5 h6 hr img input li ol p pre span summary table tbody td th thead \
                tr ul script style iframe svg math form button object embed base meta template textarea title main";
    builder
        .tags(words(tags).into_iter().chain(raw::INLINE).collect())
        .generic_attributes(words(
            "aria-label class id title href src alt rel loading open tabindex role type disabled checked start scope \
             style action formaction srcdoc data content name value",
        ))
        .generic_attribute_prefixes(words("on"))
        .clean_content_tags(HashSet::new())
        .url_schemes(words("http https mailto javascript data vbscript file"))
        .link_rel(None);
    builder
});

fn nasty() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        proptest::sample::select(ATTACKS).prop_map(str::to_owned),
        "[\\[\\]()<>*_~`#|\\\\!&;:@\"' \n\t=-]{1,6}",
        "\\PC{0,6}",
        proptest::sample::select(
            &[
                "<b>",
                "</b>",
                "<details>\n",
                "</details>\n",
                "<summary>",
                "</summary>",
                "<br>",
                "[[known]]",
                "@maya",
                "](",
                "[x](a.html)",
                "\n\n",
                "\n> ",
                "\n- ",
                "\n1. ",
                "\n# ",
                "|a|\n|-|\n",
                "```\n",
                "<p>",
                "<i title='",
                "\r\n",
                "\0",
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat())
}

#[test]
fn footnotes_are_numbered_in_the_order_they_are_shown() {
    let shown = html("A[^b] and[^a], again[^b].\n\n[^a]: word\n[^b]: *two* words\n\n    and more\n");
    let expected = "<p>A<sup>1</sup> and<sup>2</sup>, again<sup>1</sup>.</p>\n\
        <div class=\"footnote\">\n<p><sup>2</sup> word</p>\n</div>\n\
        <div class=\"footnote\">\n<p><sup>1</sup> <em>two</em> words</p>\n<p>and more</p>\n</div>\n";
    assert_eq!(shown, expected);
    assert_eq!(html("No note[^x]."), "<p>No note[^x].</p>\n");
    let one = "<p>A<sup>1</sup> b<sup>1</sup></p>\n<div class=\"footnote\">\n<p><sup>1</sup> c</p>\n</div>\n";
    assert_eq!(html("A[^Note] b[^NOTE]\n\n[^note]: c\n"), one);
}

proptest! {
    #[test]
    fn whatever_is_written_is_safe(text in nasty()) {
        assert_harmless(&text);
        prop_assert_eq!(html(&text), html(&text));
    }
}
