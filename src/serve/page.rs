//! What the preview adds to the site's pages: its script and leave to run it, and pages for what the site has none for.

use std::fmt::Write as _;

use super::shown::Shown;

/// Where the script lies.
pub(super) const SCRIPT_PATH: &str = "/_wayfare/preview.js";

/// Where the script listens.
pub(super) const EVENTS_PATH: &str = "/_wayfare/events";

/// The script: what changes a page in place, with its licence, and what asks for it.
pub(super) const SCRIPT: &str = concat!(
    "/*\n",
    include_str!("../../templates/script/vendor/idiomorph.LICENSE.txt"),
    "*/\n",
    include_str!("../../templates/script/vendor/idiomorph.js"),
    "\n",
    include_str!("../../templates/script/preview/preview.js"),
);

/// A page of the site with the preview's script in it, before all others, and leave to run it; `tag` names its content.
pub(super) fn with_script(html: &str, shown: &Shown, tag: &str) -> String {
    let nonce = format!("{:x}", shown.run);
    let script = format!(
        "<script src=\"{SCRIPT_PATH}\" data-run=\"{}\" data-generation=\"{}\" data-page=\"{}\" \
         data-nonce=\"{nonce}\" defer></script>",
        shown.run,
        shown.generation,
        escape(tag),
    );
    let html = allow_script(html, &nonce);
    let head = html.find("</head>");
    let first = html.find("<script").filter(|first| head.is_none_or(|head| *first < head));
    match first.or(head) {
        Some(place) => format!("{}{script}{}", &html[..place], &html[place..]),
        None => html + &script,
    }
}

/// Gives a page's content security policy, if it has one, the sources the script needs.
fn allow_script(html: &str, nonce: &str) -> String {
    let policy = || {
        let mark = html.find("http-equiv=\"Content-Security-Policy\"")?;
        let start = mark + html[mark..].find("content=\"")? + "content=\"".len();
        Some((start, start + html[start..].find('"')?))
    };
    let Some((start, end)) = policy() else { return html.to_owned() };
    let keeps = |directive: &&str| !matches!(directive.split(' ').next(), Some("script-src" | "connect-src"));
    let mut directives: Vec<&str> = html[start..end].split(';').map(str::trim).filter(keeps).collect();
    directives.retain(|directive| !directive.is_empty());
    // The site's scripts are run again as texts, which takes the nonce.
    let own = format!("script-src 'self' 'nonce-{nonce}'");
    directives.extend([own.as_str(), "connect-src 'self'"]);
    format!("{}{}{}", &html[..start], directives.join("; "), &html[end..])
}

/// A page that says that there is none, with the addresses that are near to the one asked for.
pub(super) fn with_near(html: &str, near: &[String]) -> String {
    let Some(end) = html.find("</main>").filter(|_| !near.is_empty()) else { return html.to_owned() };
    let mut list = String::from("<p>Pages with a name like that:</p>\n<ul>\n");
    for path in near {
        let href = crate::text::escape_path(path);
        let _ = writeln!(list, "<li><a href=\"/{}\">{}</a></li>", escape(&href), escape(path));
    }
    format!("{}{list}</ul>\n{}", &html[..end], &html[end..])
}

/// A whole page for what the site has none for.
pub(super) fn plain(title: &str, text: &str) -> String {
    let (title, text) = (escape(title), escape(text));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>{text}</p><p><a href=\"/\">To the start page</a></p></main></body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_leave_to_run_the_script() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                    script-src 'none'; style-src 'self'\"></head><body></body>";
        assert_eq!(
            allow_script(page, "1f"),
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; \
             script-src 'self' 'nonce-1f'; connect-src 'self'\"></head><body></body>"
        );
        assert_eq!(allow_script("no head", "1f"), "no head");
    }

    #[test]
    fn near_pages_are_listed_and_stay_text() {
        let page = with_near("<main>Lost</main>", &["a/b <c>.html".to_owned()]);
        assert!(page.contains("<a href=\"/a/b%20%3Cc%3E.html\">a/b &lt;c&gt;.html</a>"), "{page}");
        assert_eq!(with_near("<main>Lost</main>", &[]), "<main>Lost</main>");
    }
}
