//! One source file as tokens, and the paths it names.

use std::fmt;

/// A file of the crate.
pub(super) struct File {
    /// Below the package, with `/`.
    pub(super) path: String,
    /// The module the file is, outermost first; none for the crate's root.
    pub(super) module: Vec<String>,
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    /// Every path of at least two parts, use trees spread out.
    pub(super) paths: Vec<Path>,
    /// Names of the macros that the file exports from the crate's root.
    pub(super) macros: Vec<String>,
    /// Whether the file exists only for tests.
    pub(super) is_test: bool,
    /// Child modules that exist only for tests.
    pub(super) test_children: Vec<String>,
}

/// A word or sign.
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
    /// Whether it is in an item for tests only.
    pub(super) in_test: bool,
}

/// A path such as `crate::text::Span`.
#[derive(Clone)]
pub(super) struct Path {
    pub(super) parts: Vec<String>,
    /// The name it is known by in the file, when it is imported; `*` for all names.
    pub(super) imported_as: Option<String>,
    /// The inline modules around it, outermost first.
    pub(super) inside: Vec<String>,
    pub(super) line: usize,
    pub(super) in_test: bool,
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts.join("::"))
    }
}

impl File {
    pub(super) fn parse(path: &str, text: &str) -> File {
        let mut tokens = tokenize(text);
        mark_tests(&mut tokens);
        let (paths, macros, test_children) = Reader { tokens: &tokens, index: 0 }.read();
        File {
            path: path.to_owned(),
            module: module_of(path),
            text: text.to_owned(),
            tokens,
            paths,
            macros,
            is_test: false,
            test_children,
        }
    }

    /// Takes the whole file as one for tests only.
    pub(super) fn mark_as_test(&mut self) {
        self.is_test = true;
        self.tokens.iter_mut().for_each(|token| token.in_test = true);
        self.paths.iter_mut().for_each(|path| path.in_test = true);
    }

    /// How many lines belong to items for tests only.
    pub(super) fn test_lines(&self) -> usize {
        let mut count = 0;
        let mut first = None;
        for token in &self.tokens {
            match (token.in_test, first) {
                (true, None) => first = Some(token.line),
                (false, Some(line)) => {
                    count += token.line - line;
                    first = None;
                }
                _ => {}
            }
        }
        count + first.map_or(0, |line| self.text.lines().count() + 1 - line)
    }
}

fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    if inner == "lib" { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

/// Splits Rust into words, `::` and single signs; comments, texts and characters are left out.
fn tokenize(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut scanner = Scanner { characters, index: 0, line: 1, tokens: Vec::new() };
    while scanner.index < scanner.characters.len() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner {
    characters: Vec<char>,
    index: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Scanner {
    fn at(&self, ahead: usize) -> char {
        self.characters.get(self.index + ahead).copied().unwrap_or('\0')
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.line += usize::from(self.at(0) == '\n');
            self.index += 1;
        }
    }

    fn skip_while(&mut self, keep: impl Fn(&Scanner) -> bool) {
        while self.index < self.characters.len() && keep(self) {
            self.skip(1);
        }
    }

    fn push(&mut self, length: usize) {
        let text = self.characters[self.index..self.index + length].iter().collect();
        self.tokens.push(Token { text, line: self.line, in_test: false });
        self.skip(length);
    }

    fn step(&mut self) {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        match (self.at(0), self.at(1)) {
            ('/', '/') => self.skip_while(|scanner| scanner.at(0) != '\n'),
            ('/', '*') => self.skip_block_comment(),
            ('"', _) => self.skip_text(),
            ('\'', next) if next == '\\' || self.at(2) == '\'' => self.skip_character(),
            ('\'', _) => self.skip(1),
            (':', ':') => self.push(2),
            (first, _) if is_word(first) => {
                let length = (0..).take_while(|ahead| is_word(self.at(*ahead))).count();
                let prefix: String = self.characters[self.index..self.index + length].iter().collect();
                let is_raw = matches!(prefix.as_str(), "r" | "br" | "cr");
                match self.at(length) {
                    '"' | '#' if is_raw && self.raw_hashes(length).is_some() => self.skip_raw_text(length),
                    '"' if matches!(prefix.as_str(), "b" | "c") => {
                        self.skip(1);
                        self.skip_text();
                    }
                    '\'' if prefix == "b" => {
                        self.skip(1);
                        self.skip_character();
                    }
                    _ => self.push(length),
                }
            }
            (first, _) if first.is_whitespace() => self.skip(1),
            _ => self.push(1),
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.at(0), self.at(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ if self.index >= self.characters.len() => return,
                _ => {
                    self.skip(1);
                    continue;
                }
            }
            self.skip(2);
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_text(&mut self) {
        self.skip(1);
        while self.index < self.characters.len() && self.at(0) != '"' {
            self.skip(if self.at(0) == '\\' { 2 } else { 1 });
        }
        self.skip(1);
    }

    fn skip_character(&mut self) {
        self.skip(1);
        while self.index < self.characters.len() && self.at(0) != '\'' {
            self.skip(if self.at(0) == '\\' { 2 } else { 1 });
        }
        self.skip(1);
    }

    /// How many `#` stand between a raw prefix of `length` and its quote; `None` for a raw name such as `r#type`.
    fn raw_hashes(&self, length: usize) -> Option<usize> {
        let hashes = (length..).take_while(|ahead| self.at(*ahead) == '#').count();
        (self.at(length + hashes) == '"').then_some(hashes)
    }

    fn skip_raw_text(&mut self, length: usize) {
        let hashes = self.raw_hashes(length).unwrap_or_default();
        self.skip(length + hashes + 1);
        let ends = |scanner: &Scanner| scanner.at(0) == '"' && (1..=hashes).all(|ahead| scanner.at(ahead) == '#');
        self.skip_while(|scanner| !ends(scanner));
        self.skip(hashes + 1);
    }
}

/// Marks what follows `#[cfg(test)]`, to the end of its item.
fn mark_tests(tokens: &mut [Token]) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut index = 0;
    while index < tokens.len() {
        let is_mark = MARK.iter().enumerate().all(|(n, text)| tokens.get(index + n).is_some_and(|t| t.text == *text));
        if !is_mark {
            index += 1;
            continue;
        }
        let mut depth = 0_i32;
        for (offset, token) in tokens[index..].iter_mut().enumerate() {
            token.in_test = true;
            match token.text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let ends = depth == 0 && matches!(token.text.as_str(), "}" | ";");
            if ends {
                index += offset;
                break;
            }
        }
        index += 1;
    }
}

/// Finds the paths of a file.
struct Reader<'a> {
    tokens: &'a [Token],
    index: usize,
}

type Facts = (Vec<Path>, Vec<String>, Vec<String>);

impl Reader<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.tokens.get(self.index + ahead).map_or("", |token| &token.text)
    }

    fn read(mut self) -> Facts {
        let (mut paths, mut macros, mut test_children) = Facts::default();
        // The inline modules that are open, each with the depth of braces at which it closes.
        let mut inside: Vec<(String, usize)> = Vec::new();
        let mut depth = 0;
        while self.index < self.tokens.len() {
            let is_import = self.text(0) == "use";
            match self.text(0) {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    if inside.last().is_some_and(|(_, closes)| *closes == depth) {
                        inside.pop();
                    }
                }
                "mod" if self.text(2) == "{" => inside.push((self.text(1).to_owned(), depth)),
                "mod" if self.text(2) == ";" && self.tokens[self.index].in_test => {
                    test_children.push(self.text(1).to_owned());
                }
                "macro_rules" if self.text(1) == "!" => macros.push(self.text(2).to_owned()),
                _ => {}
            }
            if is_import {
                self.index += 1;
            }
            if is_import || (is_name(self.text(0)) && self.text(1) == "::") {
                let first = paths.len();
                self.read_tree(&mut Vec::new(), is_import, &mut paths);
                for path in &mut paths[first..] {
                    path.inside = inside.iter().map(|(name, _)| name.clone()).collect();
                }
            } else {
                self.index += 1;
            }
        }
        (paths, macros, test_children)
    }

    /// Reads a path, or a tree of them after `use`, from its first part.
    fn read_tree(&mut self, parts: &mut Vec<String>, is_import: bool, paths: &mut Vec<Path>) {
        let own = parts.len();
        if self.text(0) == "::" {
            self.index += 1;
        }
        while is_name(self.text(0)) && self.text(0) != "as" {
            parts.push(self.text(0).to_owned());
            let goes_on = self.text(1) == "::" && (is_name(self.text(2)) || matches!(self.text(2), "{" | "*"));
            self.index += if goes_on { 2 } else { 1 };
            if !goes_on {
                break;
            }
        }
        if is_import && self.text(0) == "{" {
            self.index += 1;
            while !matches!(self.text(0), "}" | "") {
                let before = self.index;
                self.read_tree(parts, is_import, paths);
                if self.text(0) == "," || self.index == before {
                    self.index += 1;
                }
            }
            self.index += 1;
        } else {
            self.read_leaf(parts, is_import, paths);
        }
        parts.truncate(own);
    }

    fn read_leaf(&mut self, parts: &[String], is_import: bool, paths: &mut Vec<Path>) {
        let token = &self.tokens[(self.index - 1).min(self.tokens.len() - 1)];
        let (line, in_test) = (token.line, token.in_test);
        let mut parts = parts.to_vec();
        let mut name = None;
        if is_import {
            if self.text(0) == "*" {
                name = Some("*".to_owned());
                self.index += 1;
            } else {
                if parts.last().is_some_and(|last| last == "self") {
                    parts.pop();
                }
                name = parts.last().cloned();
            }
            if self.text(0) == "as" {
                name = Some(self.text(1).to_owned());
                self.index += 2;
            }
        }
        paths.push(Path { parts, imported_as: name, inside: Vec::new(), line, in_test });
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}
