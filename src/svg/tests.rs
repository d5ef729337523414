use super::*;

fn clean(svg: &str) -> Option<String> {
    neutralise(svg.as_bytes()).map(|drawing| String::from_utf8(drawing.bytes).expect("made of strings"))
}

fn removed(inside: &str) -> String {
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
    neutralise(svg.as_bytes()).expect("well-formed").removed.words()
}

#[test]
fn keeps_a_drawing() {
    let svg = r##"<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs><style>.b { fill: url(#a) }</style><rect class="b" width="9" height="9" transform="rotate(45)"/><text x="1">a &amp; b &#233;</text><use href="#a"/></svg>"##;
    let kept = clean(svg).expect("well-formed");
    for part in
        ["viewBox=\"0 0 9 9\"", "<stop offset=\"0\"", "url(#a)", "rotate(45)", "a &amp; b é", "<use href=\"#a\">"]
    {
        assert!(kept.contains(part), "{part} in {kept}");
    }
    assert_eq!(clean(&kept).as_deref(), Some(kept.as_str()));
}

#[test]
fn tells_of_html_that_stands_in_a_drawing_itself() {
    let xhtml = "xmlns='http://www.w3.org/1999/xhtml'";
    assert_eq!(removed(&format!("<div {xhtml}>a</div>")), "1 label in HTML");
    assert_eq!(removed("<p>a <b>b</b></p><img src='c.png'/><text>d</text>"), "2 labels in HTML");
    assert_eq!(removed(&format!("<div {xhtml}> </div><style {xhtml}>a</style><metadata>b</metadata>")), "");
}

#[test]
fn removes_what_runs_or_loads() {
    for bad in [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
        "<rect onclick='alert(1)'/>",
        "<a href='javascript:alert(1)'><rect/></a>",
        "<use href='https://evil.example/alert#x'/>",
        "<use xlink:href='data:image/svg+xml,alert'/>",
        "<image href='https://evil.example/alert.png'/>",
        "<foreignObject><body onload='alert(1)'/></foreignObject>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<rect fill='url(https://evil.example/alert)'/>",
        "<rect style='background: URL( //evil.example/alert )'/>",
        "<rect style='background: image-set(\"alert\" 1x)'/>",
        "<style>@import 'alert.css';</style>",
        "<style>rect { background: u\\72l(alert) }</style>",
        "<style><![CDATA[ rect { background: url(alert) } ]]></style>",
        "<style><script>alert(1)</script></style>",
        "<feImage href='alert.png'/>",
        "<g xmlns='http://www.w3.org/1999/xhtml'><iframe src='alert'/></g>",
        "<?xml-stylesheet href='alert.css'?>",
        "<a xlink:href=' java&#10;script:alert(1)'><rect/></a>",
        "<a href='data:text/html,alert'><rect/></a>",
        "<image href='data:text/html;base64,alert'/>",
        "<image href='data:image/svg+xml,%3Csvg%3E%3Cscript%3Ealert%3C/script%3E%3C/svg%3E'/>",
        "<image xlink:href='alert.png'/>",
        "<image href='#' xlink:href='alert.png'/>",
        "<animate attributeName='xlink:href' values='javascript:alert(1)'/>",
        "<animate attributeName='style' to='background:url(alert)'/>",
        "<set attributeName='onclick' to='alert(1)'/>",
        "<set attributeName='fill' to='url(//alert.example)'/>",
        "<svg:script xmlns:svg='http://www.w3.org/2000/svg'>alert(1)</svg:script>",
        "<style>@import url(alert.css);</style>",
        "<style>@font-face { font-family: a; src: url(//evil.example/alert) }</style>",
        "<style>rect { background: image-set('alert' 1x) }</style>",
        "<style>rect { background: -webkit-image-set(url(alert) 1x) }</style>",
        "<style>@media print { rect { background: url('alert') } }</style>",
        "<style>rect { /* } */ background: url(/**/alert) }</style>",
        "<style>rect { behavior: url(#alert) }</style>",
        "<style>@document url(alert) { rect { fill: red } }</style>",
        "<rect fill='u\\72l(alert)'/>",
        "<rect mask='url(&#34;alert#a&#34;)'/>",
        "<pattern href='alert.svg#a'/>",
        "<textPath href='alert.svg#a'>x</textPath>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='alert'/>",
        "<h:img xmlns:h='http://www.w3.org/1999/xhtml' src='alert' onerror='alert(1)'/>",
        "<handler type='text/ecmascript'>alert(1)</handler>",
        "<g data-x='1' onload='alert(1)' ONLOAD='alert(1)' formaction='alert'/>",
    ] {
        let kept = clean(&format!("<svg xmlns='http://www.w3.org/2000/svg'>{bad}<rect/></svg>")).expect("well-formed");
        assert!(!kept.to_lowercase().contains("alert") && kept.contains("<rect"), "{bad} left {kept}");
    }
}

#[test]
fn refuses_what_is_no_svg() {
    let deep = format!("<svg>{}</svg>", "<g>".repeat(1000));
    for bad in ["", "text", "<html></html>", "<svg>", "<svg></g>", "<svg/><svg/>", "<svg>&unknown;</svg>", &deep] {
        assert_eq!(clean(bad), None, "{}", &bad[..bad.len().min(40)]);
    }
    let mut bomb = "<!DOCTYPE svg [<!ENTITY a0 'aaaa'>".to_owned();
    (0..20).for_each(|at| bomb.push_str(&format!("<!ENTITY a{} '{}'>", at + 1, format!("&a{at};").repeat(10))));
    assert_eq!(clean(&format!("{bomb}]><svg><text>&a20;</text></svg>")), None);
    assert_eq!(clean(&format!("{bomb}]><svg><text x='&a20;'/></svg>")), None);
    let wide = format!("<!DOCTYPE svg [<!ENTITY a '{}'>]><svg>{}</svg>", "a".repeat(60_000), "&a;".repeat(1000));
    assert_eq!(clean(&wide), None);
    let circle = "<!DOCTYPE svg [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><svg><text>&a;</text></svg>";
    assert_eq!(clean(circle), None);
}

proptest::proptest! {
    #[test]
    fn survives_any_bytes(bytes: Vec<u8>) {
        let _ = neutralise(&bytes);
    }
}

#[test]
fn keeps_what_drawing_programs_write() {
    for (what, inside, kept) in [
        (
            "a link's inside",
            "<a href='https://a.example'><text>in</text></a>",
            &["<a href=\"https://a.example\"", "<text>in"][..],
        ),
        ("a dropped link's inside", "<a href='page.html'><text>in</text></a>", &["<a><text>in"]),
        (
            "the fallback of a label",
            "<switch><foreignObject><p>in</p></foreignObject><text>in</text></switch>",
            &["<switch><text>in"],
        ),
        (
            "a picture in the file",
            "<image xlink:href='data:image/png;base64,iVBOR'/>",
            &["href=\"data:image/png;base64,iVBOR\""],
        ),
        (
            "a drawing in the file",
            "<image href='data:image/svg+xml,%3Csvg%3E%3Crect/%3E%3C/svg%3E'/>",
            &["href=\"data:image/svg+xml;base64,"],
        ),
        (
            "what a style says beside what loads",
            "<style>@import 'a.css'; @media print { a { fill: red } } b { fill: url(c.svg); stroke: blue }</style>",
            &["@media print", "fill: red", "stroke: blue"],
        ),
        (
            "selectors and functions",
            "<style>:is(a, .b:nth-of-type(2n+1))>c[d=\"e\"] { fill: light-dark(#fff, rgb(0 0 0 / .5)); width: min(1px, 2%) }</style>",
            &[":is(a, .b:nth-of-type(2n+1))", "light-dark(#fff, rgb(0 0 0 / .5))", "min(1px, 2%)"],
        ),
        ("comments with addresses", "<style>/* me@example.com */ a { fill: red }</style>", &["fill: red"]),
        (
            "animations",
            "<animate attributeName='opacity' values='0;1' dur='2s'/><style>@keyframes a{to{stroke-dashoffset:0;}}</style>",
            &["<animate attributeName=\"opacity\"", "@keyframes a{to{stroke-dashoffset:0;}}"],
        ),
        ("names of entities", "<text>a&nbsp;b&eacute;</text>", &["a\u{a0}bé"]),
        (
            "blanks",
            "<text xml:space='preserve'>a <tspan>b</tspan>  c</text>",
            &["xml:space=\"preserve\">a <tspan>b</tspan>  c"],
        ),
    ] {
        let found = clean(&format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>")).expect("well-formed");
        kept.iter().for_each(|part| assert!(found.contains(part), "{what}: no {part} in {found}"));
        assert_eq!(clean(&found).as_deref(), Some(found.as_str()), "{what}");
    }
}

#[test]
fn reads_prefixes_entities_and_encodings() {
    let illustrator = "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd' [\n <!ENTITY ns_svg \"http://www.w3.org/2000/svg\">\n\
                       <!ENTITY who 'A &amp; B'>]><svg xmlns='&ns_svg;'><text>&who;</text></svg>";
    assert!(clean(illustrator).expect("well-formed").contains("<text>A &amp; B</text>"));
    let prefixed = "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:rect/></s:svg>";
    assert!(clean(prefixed).expect("well-formed").contains("<rect>"));
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><svg><text>caf\u{e9}</text></svg>";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let wide = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        let text = format!("{mark}{}", text.replace("ISO-8859-1", "UTF-16"));
        text.encode_utf16().flat_map(order).collect()
    };
    let files =
        [latin, wide(u16::to_le_bytes, "\u{feff}"), wide(u16::to_be_bytes, "\u{feff}"), wide(u16::to_le_bytes, "")];
    for bytes in files {
        let found = neutralise(&bytes).expect("well-formed").bytes;
        assert!(String::from_utf8(found).expect("UTF-8").contains("<text>café</text>"));
    }
}

#[test]
fn says_what_is_seen_and_gone() {
    for (inside, expected) in [
        ("<foreignObject><p>x</p></foreignObject>", "1 label in HTML"),
        ("<foreignObject><img/></foreignObject><foreignObject><p>x</p></foreignObject>", "2 labels in HTML"),
        ("<foreignObject> <p/> </foreignObject>", ""),
        ("<switch><foreignObject><p>x</p></foreignObject></switch>", "1 label in HTML"),
        ("<switch><foreignObject><p>x</p></foreignObject><text>x</text></switch>", ""),
        ("<image href='a.png'/><image href='https://a.example/b.png'/>", "2 pictures that are not in the file"),
        ("<use href='a.svg#b'/>", "1 part of another file"),
        ("<style>a { fill: url(https://a.example/) } @import 'b';</style>", "2 styles that load something"),
        ("<rect fill='url(https://a.example/#a)' onclick='x'/>", "1 style that loads something"),
        ("<style>@font-face { font-family: a; src: url(a.woff) }</style>", ""),
        ("<script>x</script><metadata>x</metadata><a href='x.html'><rect/></a>", ""),
    ] {
        assert_eq!(removed(inside), expected, "{inside}");
    }
}
