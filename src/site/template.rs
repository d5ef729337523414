//! Templates: the built-in ones, a workspace's own over them, and what goes wrong in those.
//!
//! A template reaches its view and nothing else: no file, no clock, no network. One that fails is reported with its
//! file and line, and the page is made with the built-in templates instead.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value, context, escape_formatter,
};
use serde::Serialize;

use super::asset::AssetNames;
use crate::text::WsPath;
use crate::view::PageView;

macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

macro_rules! declare_templates {
    ($($module:ident $name:ident($page:ident) $template:literal;)*) => {
        /// The built-in templates of the pages, by name.
        const OF_PAGES: &[(&str, &str)] = built_in! { $($template)* };
    };
}

crate::page_table!(declare_templates);

/// The built-in templates of what is on several pages, by name.
const OF_PARTS: &[(&str, &str)] = built_in! {
    "aside.html"
    "base.html"
    "chart.html"
    "compared.html"
    "graph-node.html"
    "graph.html"
    "history.html"
    "icons.html"
    "journey-head.html"
    "parts.html"
    "unread.html"
};

/// The name of the override that is appended to the style.
pub(super) const THEME: &str = "theme.css";

/// What a template may use up on any page, and for each byte of its view: far more than the built-in ones need.
const FUEL: u64 = 1_000_000;
const FUEL_PER_BYTE: u64 = 20;

/// A workspace's own templates: source by name.
pub type Overrides = BTreeMap<String, String>;

/// Something wrong with a template of the workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateFault {
    /// The template's name, such as `journey.html`.
    pub template: String,
    /// The line, from 1, when it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "templates/{}:{line}: {}", self.template, self.message),
            None => write!(f, "templates/{}: {}", self.template, self.message),
        }
    }
}

/// The templates of a site.
pub(super) struct Templates {
    built_in: Environment<'static>,
    /// The same with the workspace's own over them; `None` when there are none.
    own: Option<Environment<'static>>,
    /// Set when an own template ran away: the rest of the pages do without, or a build would take hours.
    ran_away: AtomicBool,
}

impl Templates {
    /// Reads all templates. One of the workspace's own that cannot be parsed is reported and left out.
    pub(super) fn new(overrides: &Overrides, assets: &AssetNames) -> (Templates, Vec<TemplateFault>) {
        let mut built_in = environment(assets);
        for (name, source) in OF_PAGES.iter().chain(OF_PARTS) {
            built_in.add_template(name, source).expect("built-in templates parse, which a test holds");
        }
        let mut faults = Vec::new();
        let mut own = None;
        for (name, source) in overrides.iter().filter(|(name, _)| *name != THEME) {
            let environment = own.get_or_insert_with(|| built_in.clone());
            if let Err(error) = environment.add_template_owned(name.clone(), source.clone()) {
                faults.push(fault(&error, name));
            }
        }
        (Templates { built_in, own, ran_away: AtomicBool::new(false) }, faults)
    }

    /// Renders a page. A fault of an own template comes beside the page made without them.
    pub(super) fn render(&self, view: &PageView) -> (String, Option<TemplateFault>) {
        let Some(own) = self.own.as_ref().filter(|_| !self.ran_away.load(Ordering::Relaxed)) else {
            return (self.render_built_in(view), None);
        };
        match render_bounded(own, view) {
            Ok(page) => (page, None),
            Err(error) => {
                if error.kind() == ErrorKind::OutOfFuel {
                    self.ran_away.store(true, Ordering::Relaxed);
                }
                (self.render_built_in(view), Some(fault(&error, view.template)))
            }
        }
    }

    /// Whether an own template ran away, so that which pages were made without them depended on luck.
    pub(super) fn ran_away(&self) -> bool {
        self.ran_away.load(Ordering::Relaxed)
    }

    /// # Panics
    /// When a built-in template does not fit its view: a bug.
    fn render_built_in(&self, view: &PageView) -> String {
        match render(&self.built_in, view) {
            Ok(page) => page,
            Err(error) => panic!("built-in template `{}`: {error:#}", view.template),
        }
    }
}

fn environment(assets: &AssetNames) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().expect("the usual delimiters"),
    );
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format_value);
    environment.add_global("assets", Value::from(Serde(assets)));
    environment
}

/// Renders with as much fuel as the page is worth: fuel belongs to an environment, so each page has a copy.
fn render_bounded(environment: &Environment<'static>, view: &PageView) -> Result<String, minijinja::Error> {
    let mut environment = environment.clone();
    environment.set_fuel(Some(FUEL + FUEL_PER_BYTE * size(view)));
    render(&environment, view)
}

fn render(environment: &Environment<'static>, view: &PageView) -> Result<String, minijinja::Error> {
    let values = context! { frame => Value::from(Serde(&view.frame)), page => Value::from(Serde(&view.page)) };
    environment.get_template(view.template)?.render(values)
}

/// Writes a value as HTML. Absent values write nothing; slashes stay readable, unlike in the library's own way.
fn format_value(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_none() {
        return Ok(());
    }
    match value.as_str() {
        Some(text) if !value.is_safe() => escape_html(output, text).map_err(minijinja::Error::from),
        _ => escape_formatter(output, state, value),
    }
}

fn escape_html(output: &mut Output<'_>, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        output.write_str(&rest[..at])?;
        output.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    output.write_str(rest)
}

/// How many bytes a view has, as JSON.
fn size(view: &impl Serialize) -> u64 {
    struct Counter(u64);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len() as u64;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Counting cannot fail, and views serialise; were one not to, it would merely get less fuel.
    let _ = serde_json::to_writer(&mut counter, view);
    counter.0
}

fn fault(error: &minijinja::Error, template: &str) -> TemplateFault {
    let message = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "takes too long; look for a loop that does not end".to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateFault { template: error.name().unwrap_or(template).to_owned(), line: error.line(), message }
}

/// Where a page's template and the page are told apart from each other in reports.
pub(super) fn on_page(fault: TemplateFault, page: &WsPath) -> TemplateFault {
    TemplateFault { message: format!("{} (on {page})", fault.message), ..fault }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::asset::Assets;

    fn templates(overrides: &[(&str, &str)]) -> (Templates, Vec<TemplateFault>) {
        let overrides = overrides.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
        Templates::new(&overrides, &Assets::new(None).names)
    }

    fn evaluate(source: &str) -> Result<String, minijinja::Error> {
        let (templates, _) = templates(&[]);
        let mut environment = templates.built_in;
        environment.set_fuel(Some(FUEL));
        environment.render_str(source, context! { text => "<a href=\"/x\">'&", nothing => () })
    }

    #[test]
    fn built_in_templates_parse() {
        assert_eq!(templates(&[]).1, []);
    }

    #[test]
    fn escapes_everywhere() {
        let escaped = evaluate("{{ text }}|{{ nothing }}|{{ 1.5 }}").expect("renders");
        assert_eq!(escaped, "&lt;a href=&quot;/x&quot;&gt;&#39;&amp;||1.5");
    }

    #[test]
    fn cuts_runaway_loops() {
        let error = evaluate("{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}");
        assert_eq!(error.expect_err("cut").kind(), ErrorKind::OutOfFuel);
    }

    #[test]
    fn reaches_no_file() {
        for file in ["/etc/hostname", "../Cargo.toml", "Cargo.toml", "file:///etc/hostname", "https://a.example/"] {
            for words in ["include '@'", "import '@' as a", "from '@' import a", "extends '@'"] {
                let source = format!("{{% {} %}}", words.replace('@', file));
                assert!(evaluate(&source).is_err(), "{source}");
            }
        }
    }

    #[test]
    fn reaches_nothing_but_its_view_and_the_sites_own_files() {
        let (templates, _) = templates(&[]);
        let known: std::collections::BTreeSet<&str> = templates.built_in.globals().map(|(name, _)| name).collect();
        assert_eq!(known.into_iter().collect::<Vec<_>>(), ["assets", "debug", "dict", "namespace", "range"]);
        for name in ["env", "environ", "config", "request", "self", "loader", "os", "process", "now", "read", "url"] {
            let use_it = evaluate(&format!("{{{{ {name}('x') }}}}"));
            assert!(use_it.is_err(), "{name}: {use_it:?}");
        }
        for deep in ["text.__class__", "text.__class__.__mro__", "assets.__init__.__globals__", "range.__globals__"] {
            let found = evaluate(&format!("{{{{ {deep} }}}}"));
            assert!(found.as_ref().map_or(true, String::is_empty), "{deep}: {found:?}");
        }
    }

    #[test]
    fn names_the_place_of_a_syntax_error() {
        let (_, faults) = templates(&[("item.html", "a\nb\n{% if %}")]);
        assert_eq!((faults.len(), faults[0].line), (1, Some(3)));
        assert!(faults[0].to_string().starts_with("templates/item.html:3: "));
    }
}
