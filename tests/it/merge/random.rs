//! Random edits on two branches, judged by a separate merge of facts.
//!
//! `WAYFARE_MERGES` says how many merges are tried (200 where it is not set) and `WAYFARE_SEED` which: any text, the ID
//! of a commit for instance. A failure prints both and the three texts; `WAYFARE_CASE` then tries that one alone.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use serde_yaml::Value;
use wayfare::merge::{Attempt, Form, merge};

use super::by_lines;
use super::draft::{Dice, Node, Tree, list, map, text, written};
use super::facts::{Expected, canonical, expect, facts, identity, taken_out};

thread_local! {
    /// What git made of three texts before: most of the time goes into asking it.
    static ASKED: RefCell<HashMap<[String; 3], Attempt>> = RefCell::new(HashMap::new());
}

pub(super) fn git_lines(texts: [&str; 3]) -> Option<Attempt> {
    let [base, ours, theirs] = texts;
    if base == theirs || base == ours || ours == theirs {
        return Some(Attempt { text: if base == ours { theirs } else { ours }.to_owned(), is_clean: true });
    }
    let key = texts.map(str::to_owned);
    if let Some(known) = ASKED.with_borrow(|asked| asked.get(&key).cloned()) {
        return Some(known);
    }
    let merged = by_lines(texts)?;
    ASKED.with_borrow_mut(|asked| asked.insert(key, merged.clone()));
    Some(merged)
}

/// What the merges came to.
#[derive(Debug, Default)]
struct Figures {
    merges: usize,
    clean: usize,
    git_clean: usize,
    /// Git was clean, and wrong.
    git_wrong: usize,
    /// Conflicts where the facts have a clean answer and git gave it.
    needless: usize,
    /// Conflicts where the facts have a clean answer.
    cautious: usize,
    /// Merges for which the facts have a clean answer.
    answered: usize,
}

#[test]
fn random_merges_are_clean_only_if_right_and_else_complete() {
    let variable = |name: &str| std::env::var(name).ok();
    let seed = variable("WAYFARE_SEED").unwrap_or_else(|| "wayfare".to_owned());
    let count = variable("WAYFARE_MERGES").map_or(200, |count| count.parse().expect("a number"));
    let only = variable("WAYFARE_CASE").map(|case| case.parse::<usize>().expect("a number"));
    let mut figures = Figures::default();
    let cases = only.map_or(0..count, |case| case..case + 1);
    for case in cases {
        ASKED.with_borrow_mut(HashMap::clear);
        try_case(&seed, case, &mut figures);
    }
    println!("seed {seed}: {figures:?}");
    // What is there more than once, with a comment or in another number, cannot always be told apart.
    assert!(figures.needless * 200 <= figures.merges.max(200), "conflicts where git was clean and right: {figures:?}");
    assert!(figures.cautious * 5 <= figures.answered.max(50), "too many conflicts: {figures:?}");
}

/// One merge to try.
struct Case {
    form: Form,
    texts: [String; 3],
    label: String,
}

fn try_case(seed: &str, case: usize, figures: &mut Figures) {
    let mut dice = Dice::of(seed, case);
    let tried = random(&mut dice, format!("WAYFARE_SEED={seed} WAYFARE_CASE={case}"));
    let texts = tried.texts.each_ref().map(String::as_str);
    let git = git_lines(texts).expect("git is installed");
    let merged = merge(tried.form, texts, &git_lines).expect("git is installed");
    let expected = tried.expected();
    let is_settled = expected.conflict.is_none() && expected.doubt.is_none();
    let git_right = git.is_clean && tried.fault_of(&git.text, &expected).is_none();
    figures.merges += 1;
    figures.answered += usize::from(is_settled);
    figures.clean += usize::from(merged.is_clean);
    figures.git_clean += usize::from(git.is_clean);
    figures.git_wrong += usize::from(git.is_clean && !git_right && expected.doubt.is_none());
    if merged.is_clean {
        if let Some(fault) = tried.fault_of(&merged.text, &expected) {
            tried.fail(&fault, &merged.text);
        }
        return;
    }
    figures.cautious += usize::from(is_settled);
    if is_settled && git_right {
        figures.needless += 1;
        println!("needless: {}\n{}", tried.label, merged.text);
    }
    tried.check_conflict(&merged.text);
}

impl Case {
    fn data(&self, text: &str) -> Result<(Value, String), String> {
        let text = text.replace("\r\n", "\n");
        match self.form {
            Form::Yaml => Ok((serde_yaml::from_str(&text).map_err(|error| error.to_string())?, String::new())),
            Form::Markdown => {
                let rest = text.strip_prefix("---\n").ok_or("no front matter")?;
                let (front, body) = rest.split_once("---\n").ok_or("no end of front matter")?;
                Ok((serde_yaml::from_str(front).map_err(|error| error.to_string())?, body.to_owned()))
            }
            Form::Rows => {
                let mut rows = serde_yaml::Mapping::new();
                let mut lines = text.lines();
                let header: Vec<&str> = lines.next().ok_or("no header")?.split(',').collect();
                for line in lines {
                    let mut row = serde_yaml::Mapping::new();
                    row.extend(
                        header.iter().zip(line.split(',')).map(|(name, cell)| (Value::from(*name), Value::from(cell))),
                    );
                    let date = line.split(',').next().unwrap_or_default();
                    if rows.insert(Value::from(date), Value::Mapping(row)).is_some() {
                        return Err(format!("{date} twice"));
                    }
                }
                Ok((Value::Mapping(rows), String::new()))
            }
        }
    }

    fn expected(&self) -> Expected {
        let [base, ours, theirs] = self.texts.each_ref().map(|text| self.data(text).expect("what was written reads"));
        let mut expected = expect(&base.0, &ours.0, &theirs.0);
        let bodies = [base.1.as_str(), ours.1.as_str(), theirs.1.as_str()];
        if git_lines(bodies).is_some_and(|merged| !merged.is_clean) {
            expected.conflict.get_or_insert_with(|| "both wrote the body".to_owned());
        }
        if let Some(line) = git_lines(bodies).and_then(|merged| line_too_often(bodies, &merged.text)) {
            expected.conflict.get_or_insert_with(|| format!("both moved {line:?} in the body"));
        }
        if let Some(why) = contested_order(&base.0, &ours.0, &theirs.0) {
            expected.doubt.get_or_insert(why);
        }
        expected
    }

    /// What is wrong with a clean result.
    fn fault_of(&self, result: &str, expected: &Expected) -> Option<String> {
        if let Some(why) = &expected.conflict {
            return Some(format!("clean, though {why}"));
        }
        let (value, body) = match self.data(result) {
            Ok(data) => data,
            Err(error) => return Some(format!("it does not read: {error}")),
        };
        let said = canonical(&taken_out(&value));
        let wanted = canonical(&expected.value);
        if said != wanted {
            return Some(format!("it says\n{said}\nnot\n{wanted}"));
        }
        let sides = self.texts.each_ref().map(|text| self.data(text).expect("reads"));
        if git_lines([&sides[0].1, &sides[1].1, &sides[2].1]).is_some_and(|merged| merged.text != body) {
            return Some("the body is another".to_owned());
        }
        let values = [&sides[0].0, &sides[1].0, &sides[2].0];
        wrong_order(values, &value).or_else(|| self.wrong_comment(result))
    }

    /// A comment that is lost, there twice, back, or above something else.
    fn wrong_comment(&self, result: &str) -> Option<String> {
        let [was, is, other] = self.texts.each_ref().map(|text| comments(text));
        let found = comments(result);
        for (comment, anchor) in is.iter().chain(&other) {
            let [before, first, second] = [&was, &is, &other].map(|side| side.get(comment));
            let wanted = if first == second || before == second {
                first
            } else if before == first {
                second
            } else {
                continue;
            };
            // What it stood above may be gone, with it or without.
            let is_anchor_kept = result.lines().any(|line| line.trim().trim_start_matches("- ") == anchor);
            if is_anchor_kept
                && found.get(comment) != wanted
                && result.matches(comment.as_str()).count() != usize::from(wanted.is_some())
            {
                return Some(format!("`{comment}` stands above {:?}, not {wanted:?}", found.get(comment)));
            }
        }
        None
    }

    /// Either side has to be there, complete, when it is chosen; and what is chosen has to read.
    fn check_conflict(&self, result: &str) {
        let count = result.lines().filter(|line| line.starts_with("<<<<<<<")).count();
        if count == 0 {
            self.fail("a conflict that is not marked", result);
        }
        for side in [1, 2] {
            let chosen = resolve(result, &|_| side);
            let data = match self.data(&chosen) {
                Ok((data, _)) => data,
                Err(error) => self.fail(&format!("side {side} does not read: {error}\n{chosen}"), result),
            };
            self.check_side(side, &data, result);
        }
        for flipped in 0..count.min(6) {
            let chosen = resolve(result, &|at| if at == flipped { 2 } else { 1 });
            // A step that both have moved is there twice then, which is seen; all else reads.
            if let Err(error) = self.data(&chosen)
                && !error.contains("twice")
            {
                self.fail(&format!("with marker {flipped} chosen otherwise it does not read: {error}"), result);
            }
        }
    }

    fn check_side(&self, side: usize, data: &Value, result: &str) {
        let all = self.texts.each_ref().map(|text| facts(&self.data(text).expect("reads").0));
        let (was, is, other) = (&all[0], &all[side], &all[3 - side]);
        let chosen = facts(data);
        for (fact, times) in is {
            let is_own = was.get(fact) != Some(times);
            let found = chosen.get(fact).copied().unwrap_or_default();
            // The lines of a text that both have changed are merged one by one.
            if is_own && found < *times && !fact.contains("\\n") {
                self.fail(&format!("side {side} is not complete: {fact} is there {found} times, not {times}"), result);
            }
        }
        for (fact, times) in &chosen {
            let most = is.get(fact).max(other.get(fact)).copied().unwrap_or_default();
            if *times > most && !fact.contains("\\n") {
                self.fail(&format!("side {side}: {fact} is there {times} times, not {most}"), result);
            }
        }
    }

    fn fail(&self, fault: &str, result: &str) -> ! {
        let [base, ours, theirs] = &self.texts;
        panic!("{fault}\n{}\n--- base\n{base}--- ours\n{ours}--- theirs\n{theirs}--- result\n{result}", self.label);
    }
}

/// A line that is in a result more often than either side has it, or that one side has taken out and the other kept.
fn line_too_often([base, ours, theirs]: [&str; 3], result: &str) -> Option<String> {
    let count = |text: &str, line: &str| text.lines().filter(|other| *other == line).count();
    let is_too_often = |line: &&str| {
        let [was, is, other, found] = [base, ours, theirs, result].map(|text| count(text, line));
        found > is.max(other) || is == was && found > other || other == was && found > is
    };
    result.lines().find(is_too_often).map(str::to_owned)
}

/// Comments and the content below each.
fn comments(text: &str) -> BTreeMap<String, String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let below = |at: usize| lines[at..].iter().find(|line| !line.starts_with('#') && !line.is_empty() && **line != "-");
    let found = lines.iter().enumerate().filter(|(_, line)| line.starts_with("# "));
    found
        .map(|(at, line)| {
            ((*line).to_owned(), below(at).map_or_else(String::new, |line| line.trim_start_matches("- ").to_owned()))
        })
        .collect()
}

/// A text with one side chosen at each marker.
fn resolve(text: &str, choose: &dyn Fn(usize) -> usize) -> String {
    let (mut out, mut at, mut side) = (String::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") {
            side = 1;
        } else if side == 1 && line.trim_end() == "=======" {
            side = 2;
        } else if side == 2 && line.starts_with(">>>>>>> ") {
            side = 0;
            at += 1;
        } else if side == 0 || side == choose(at) {
            out += line;
        }
    }
    out
}

/// All lists of the data, by path, each as what its items are known by.
fn orders(value: &Value) -> BTreeMap<String, Vec<String>> {
    fn collect(path: &str, name: &str, value: &Value, orders: &mut BTreeMap<String, Vec<String>>) {
        match value {
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    let key = key.as_str().unwrap_or_default();
                    collect(&format!("{path}/{key}"), key, value, orders);
                }
            }
            Value::Sequence(items) => {
                orders.insert(path.to_owned(), items.iter().map(|item| identity(name, item)).collect());
                for item in items {
                    // A step is the same in whatever stage.
                    let above = if name == "steps" { "" } else { path };
                    collect(&format!("{above}/{}", identity(name, item)), name, item, orders);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    collect("", "", value, &mut found);
    found
}

fn of_both(side: &[String], other: &[String]) -> Vec<String> {
    side.iter().filter(|key| other.contains(key)).cloned().collect()
}

/// A list that both sides have put in another order.
fn contested_order(base: &Value, ours: &Value, theirs: &Value) -> Option<String> {
    let [base, ours, theirs] = [base, ours, theirs].map(orders);
    ours.iter().find_map(|(path, is)| {
        let (was, other) = (base.get(path)?, theirs.get(path)?);
        let common: Vec<String> = was.iter().filter(|key| is.contains(key) && other.contains(key)).cloned().collect();
        let (first, second) = (of_both(is, &common), of_both(other, &common));
        (first != common && second != common && first != second).then(|| format!("both reordered {path}"))
    })
}

/// What one side has put in order and the other has not, but does not stand so.
fn wrong_order([base, ours, theirs]: [&Value; 3], result: &Value) -> Option<String> {
    let [base, ours, theirs, result] = [base, ours, theirs, result].map(orders);
    for (path, found) in &result {
        let none = Vec::new();
        let of = |side: &BTreeMap<String, Vec<String>>| side.get(path).unwrap_or(&none).clone();
        let (was, is, other) = (of(&base), of(&ours), of(&theirs));
        let is_repeated = |side: &[String]| (1..side.len()).any(|at| side[..at].contains(&side[at]));
        if [&was, &is, &other, found].into_iter().any(|side| is_repeated(side)) {
            continue;
        }
        let common: Vec<String> = was.iter().filter(|key| is.contains(key) && other.contains(key)).cloned().collect();
        for (side, still) in [(&is, &other), (&other, &is)] {
            if of_both(still, &common) == common && of_both(found, side) != of_both(side, found) {
                let in_both: Vec<String> = of_both(side, found)
                    .into_iter()
                    .filter(|key| !still.contains(key) || common.contains(key))
                    .collect();
                if of_both(found, &in_both) != in_both {
                    return Some(format!("{path} is in the order {found:?}, not {in_both:?}"));
                }
            }
        }
    }
    None
}

const WORDS: [&str; 12] =
    ["alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "theta", "rho", "tau", "phi", "chi"];

fn random(dice: &mut Dice, label: String) -> Case {
    let kind = dice.below(10);
    if kind == 0 {
        return random_rows(dice, label);
    }
    let base = match kind {
        1..=4 => journey(dice),
        5..=6 => item(dice),
        7 => persona(dice),
        _ => workspace(dice),
    };
    let form = if (5..=7).contains(&kind) { Form::Markdown } else { Form::Yaml };
    let body: Vec<String> = (0..dice.below(6)).map(|at| format!("Line {at} of the body.")).collect();
    let mut texts = Vec::new();
    for side in ["", "o", "t"] {
        let (mut document, mut body) = (base.clone(), body.clone());
        if !side.is_empty() {
            for _ in 0..=dice.below(3) {
                change(&mut document, dice, side);
            }
            if dice.one_in(4) && !body.is_empty() {
                let at = dice.below(body.len());
                body[at] = format!("Line of {side} {}.", dice.below(3));
            }
            if dice.one_in(6) && body.len() > 1 {
                let line = body.remove(dice.below(body.len()));
                body.insert(dice.below(body.len() + 1), line);
            }
        }
        let mut text = written(&document);
        if form == Form::Markdown {
            text = format!("---\n{text}---\n{}", body.iter().map(|line| format!("{line}\n")).collect::<String>());
        }
        texts.push(if !side.is_empty() && dice.one_in(15) { text.replace('\n', "\r\n") } else { text });
    }
    Case { form, texts: texts.try_into().expect("three"), label }
}

fn random_rows(dice: &mut Dice, label: String) -> Case {
    let mut base: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for _ in 0..dice.below(8) {
        base.insert(10 + dice.below(20), (dice.below(100), String::new()));
    }
    let texts = ["", "o", "t"].map(|side| {
        let mut rows = base.clone();
        for _ in 0..if side.is_empty() { 0 } else { 1 + dice.below(3) } {
            let dates: Vec<usize> = rows.keys().copied().collect();
            let date = if dates.is_empty() || dice.one_in(3) { 10 + dice.below(20) } else { *dice.pick(&dates) };
            match dice.below(3) {
                0 => drop(rows.remove(&date)),
                1 => rows.entry(date).or_insert((0, String::new())).0 = dice.below(100),
                _ => rows.entry(date).or_insert((5, String::new())).1 = format!("note {side}"),
            }
        }
        let rows: String =
            rows.iter().map(|(date, (value, note))| format!("2026-01-{date},{value},{note}\n")).collect();
        format!("date,value,note\n{rows}")
    });
    Case { form: Form::Rows, texts, label }
}

fn words(dice: &mut Dice, flow: bool) -> Node {
    let mut items: Vec<Node> = Vec::new();
    for at in 0..dice.below(5) {
        items.push(text(WORDS[(at * 3 + dice.below(3)) % WORDS.len()]));
    }
    list(items, flow)
}

fn sentences(dice: &mut Dice, flow: bool) -> Node {
    list((0..dice.below(5)).map(|at| text(format!("To {} number {at}", dice.pick(&WORDS)))).collect(), flow)
}

fn placements(dice: &mut Dice) -> Node {
    let flow = dice.one_in(2);
    let start = dice.below(12);
    let placement = |at: usize, dice: &mut Dice| {
        let name = text(WORDS[(start + at) % 12]);
        if dice.one_in(4) { map(vec![("item", name), ("note", text("Once"))], true) } else { name }
    };
    list((0..dice.below(4)).map(|at| placement(at, dice)).collect(), flow)
}

fn step(dice: &mut Dice, id: usize, flow: bool) -> Node {
    let mut entries = vec![("id", text(format!("step-{id}"))), ("title", text(format!("Customer does {id}")))];
    if dice.one_in(2) {
        entries.push(("emotion", text(format!("{}", 1 + dice.below(5)))));
    }
    if dice.one_in(3) && !flow {
        let lines = (0..3).map(|line| format!("Line {line} of step {id}.")).collect();
        entries.push(("description", Node { comment: None, value: Tree::Prose(lines) }));
    }
    if dice.one_in(2) {
        entries.push(("items", placements(dice)));
    }
    let mut step = map(entries, flow);
    step.comment = (dice.one_in(4) && !flow).then(|| format!("# About {id}."));
    step
}

fn journey(dice: &mut Dice) -> Node {
    let mut id = 0;
    let mut stages = Vec::new();
    for stage in 0..1 + dice.below(3) {
        let flow = dice.one_in(4);
        let mut steps = Vec::new();
        for _ in 0..dice.below(4) {
            id += 1;
            let is_flow = flow || dice.one_in(5);
            steps.push(step(dice, id, is_flow));
        }
        stages.push(map(
            vec![
                ("id", text(format!("stage-{stage}"))),
                ("title", text(format!("Stage {stage}"))),
                ("steps", list(steps, flow)),
            ],
            false,
        ));
    }
    let is_flow = dice.one_in(2);
    map(
        vec![
            ("title", text("A journey")),
            ("owner", text("maya")),
            ("tags", words(dice, is_flow)),
            ("stages", list(stages, false)),
        ],
        false,
    )
}

fn evidence(dice: &mut Dice, at: usize) -> Node {
    let mut entries = Vec::new();
    if dice.one_in(2) {
        entries.push(("signal", text(format!("call-{}", dice.below(2)))));
    }
    if dice.one_in(2) || entries.is_empty() {
        entries.push(("quote", text(format!("They said {at}"))));
    }
    if dice.one_in(2) {
        entries.push(("date", text(format!("2026-01-0{}", 1 + dice.below(3)))));
    }
    map(entries, dice.one_in(4))
}

fn item(dice: &mut Dice) -> Node {
    let evidence = (0..dice.below(5)).map(|at| evidence(dice, at)).collect();
    let task = |at: usize| map(vec![("url", text(format!("https://x.example/{at}"))), ("status", text("open"))], false);
    let (one, two) = (dice.one_in(2), dice.one_in(2));
    map(
        vec![
            ("kind", text("insight")),
            ("title", text("Admins stall")),
            ("links", words(dice, one)),
            ("tags", words(dice, two)),
            ("evidence", list(evidence, false)),
            ("tasks", list((0..dice.below(3)).map(task).collect(), false)),
            ("status", text("new")),
        ],
        false,
    )
}

fn persona(dice: &mut Dice) -> Node {
    let flow = dice.one_in(3);
    map(
        vec![
            ("name", text("Admin")),
            ("role", text("Runs it")),
            ("goals", sentences(dice, flow)),
            ("frustrations", sentences(dice, false)),
            ("tags", words(dice, true)),
        ],
        false,
    )
}

fn workspace(dice: &mut Dice) -> Node {
    let member = |at: usize, flow: bool| {
        map(vec![("id", text(WORDS[at])), ("name", text(format!("Name {at}"))), ("role", text("editor"))], flow)
    };
    let lane = |at: usize| map(vec![("id", text(format!("lane-{at}"))), ("title", text(format!("Lane {at}")))], true);
    let members = (0..dice.below(5)).map(|at| member(at, dice.one_in(2))).collect();
    let rules = map(
        vec![("step-without-items", text("off")), ("assumption-stale", map(vec![("days", text("45"))], true))],
        false,
    );
    map(
        vec![
            ("name", text("Acme")),
            ("members", list(members, false)),
            ("vocabulary", map(vec![("tags", words(dice, true)), ("channels", words(dice, false))], false)),
            ("lanes", list((0..dice.below(4)).map(lane).collect(), false)),
            ("rules", rules),
        ],
        false,
    )
}

/// Changes one thing at random; what is new tells the side, most of the time.
fn change(document: &mut Node, dice: &mut Dice, side: &str) {
    if dice.one_in(6) && move_step(document, dice) || dice.one_in(8) && move_placement(document, dice) {
        return;
    }
    let mut paths = Vec::new();
    find("", &document.value, &mut Vec::new(), &mut paths);
    let (name, path) = dice.pick(&paths).clone();
    let node = at(document, &path);
    match &mut node.value {
        Tree::List { .. } => change_list(&name, node, dice, side),
        Tree::Map { .. } => change_map(&name, node, dice, side),
        Tree::Text { text, quoted } => {
            const FIXED: [&str; 7] = ["id", "item", "kind", "url", "signal", "quote", "name"];
            if dice.one_in(5) {
                *quoted = text.contains(|c: char| c.is_alphabetic()) && !*quoted;
            } else if name == "emotion" {
                *text = format!("{}", 1 + dice.below(5));
            } else if name == "date" {
                *text = format!("2026-02-0{}", 1 + dice.below(5));
            } else if !FIXED.contains(&name.as_str()) || dice.one_in(4) && !["id", "kind"].contains(&name.as_str()) {
                *text = format!("{text} {side}{}", dice.below(2));
            }
        }
        Tree::Prose(lines) => {
            let at = dice.below(lines.len());
            lines[at] = format!("Line by {side} {}.", dice.below(2));
        }
    }
}

fn at<'n>(node: &'n mut Node, path: &[usize]) -> &'n mut Node {
    let Some((first, rest)) = path.split_first() else { return node };
    match &mut node.value {
        Tree::List { items, .. } => at(&mut items[*first], rest),
        Tree::Map { entries, .. } => at(&mut entries[*first].1, rest),
        _ => unreachable!("a path leads through lists and mappings"),
    }
}

/// The places of all values, and what each is called.
fn find(name: &str, tree: &Tree, path: &mut Vec<usize>, found: &mut Vec<(String, Vec<usize>)>) {
    let mut visit = |name: &str, at: usize, node: &Node| {
        path.push(at);
        found.push((name.to_owned(), path.clone()));
        find(name, &node.value, path, found);
        path.pop();
    };
    match tree {
        Tree::List { items, .. } => items.iter().enumerate().for_each(|(at, node)| visit(name, at, node)),
        Tree::Map { entries, .. } => entries.iter().enumerate().for_each(|(at, (key, node))| visit(key, at, node)),
        _ => {}
    }
}

fn change_list(name: &str, node: &mut Node, dice: &mut Dice, side: &str) {
    let Tree::List { items, flow } = &mut node.value else { return };
    let tell = if dice.one_in(6) { "x" } else { side };
    let number = 50 + dice.below(3);
    match dice.below(7) {
        0 | 1 => {
            let is_flow = *flow;
            let new = match name {
                "steps" => {
                    let mut step = step(dice, number, is_flow);
                    if let Tree::Map { entries, .. } = &mut step.value {
                        entries[0].1 = text(format!("step-{tell}{number}"));
                    }
                    step
                }
                "stages" => map(
                    vec![
                        ("id", text(format!("stage-{tell}{number}"))),
                        ("title", text("Stage")),
                        ("steps", list(Vec::new(), false)),
                    ],
                    false,
                ),
                "members" | "lanes" => {
                    map(vec![("id", text(format!("{tell}{number}"))), ("title", text("New"))], dice.one_in(2))
                }
                "evidence" => {
                    let at = dice.below(9);
                    evidence(dice, at)
                }
                "tasks" => map(vec![("url", text(format!("https://x.example/{tell}{number}")))], false),
                "goals" | "frustrations" => text(format!("To {tell} {number}")),
                _ => text(format!("{tell}-{number}")),
            };
            items.insert(dice.below(items.len() + 1), new);
        }
        2 if !items.is_empty() => drop(items.remove(dice.below(items.len()))),
        3 if items.len() > 1 => {
            let item = items.remove(dice.below(items.len()));
            items.insert(dice.below(items.len() + 1), item);
        }
        4 => *flow = !*flow,
        5 if !items.is_empty() && !["steps", "stages", "members", "lanes"].contains(&name) && dice.one_in(3) => {
            let item = items[dice.below(items.len())].clone();
            items.insert(dice.below(items.len() + 1), Node { comment: None, ..item });
        }
        6 if !items.is_empty() && !*flow => {
            let at = dice.below(items.len());
            items[at].comment = if items[at].comment.is_some() && dice.one_in(2) {
                None
            } else {
                Some(format!("# By {side} {}.", dice.below(1000)))
            };
        }
        _ => {}
    }
}

fn change_map(name: &str, node: &mut Node, dice: &mut Dice, side: &str) {
    let Tree::Map { entries, flow } = &mut node.value else { return };
    let is_inner = !["", "stages"].contains(&name);
    match dice.below(6) {
        0 => {
            let key = format!("x-{}", dice.pick(&["a", "b", side]));
            if entries.iter().all(|(other, _)| *other != key) {
                let at = if entries.is_empty() { 0 } else { 1 + dice.below(entries.len()) };
                entries.insert(at, (key, text(format!("Value {side}"))));
            }
        }
        1 if entries.len() > 1 => {
            let at = 1 + dice.below(entries.len() - 1);
            if !["stages", "title", "steps"].contains(&entries[at].0.as_str()) {
                entries.remove(at);
            }
        }
        2 if entries.len() > 2 => {
            let entry = entries.remove(1 + dice.below(entries.len() - 1));
            entries.insert(1 + dice.below(entries.len()), entry);
        }
        3 if is_inner => *flow = !*flow,
        4 if !*flow && entries.len() > 1 => {
            let at = 1 + dice.below(entries.len() - 1);
            entries[at].1.comment = Some(format!("# Said by {side} {}.", dice.below(1000)));
        }
        _ => {}
    }
}

/// Moves a step to another stage.
fn move_step(document: &mut Node, dice: &mut Dice) -> bool {
    let Some(stages) = list_of(document, "stages") else { return false };
    let count = stages.len();
    let (from, to) = (dice.below(count), dice.below(count));
    let Some(list) = stages.get_mut(from).and_then(|stage| list_of(stage, "steps")).filter(|list| !list.is_empty())
    else {
        return false;
    };
    let step = list.remove(dice.below(list.len()));
    if let Some(list) = stages.get_mut(to).and_then(|stage| list_of(stage, "steps")) {
        let at = dice.below(list.len() + 1);
        list.insert(at, step);
    }
    true
}

/// Moves an item to another step of its stage.
fn move_placement(document: &mut Node, dice: &mut Dice) -> bool {
    let Some(stages) = list_of(document, "stages").filter(|stages| !stages.is_empty()) else { return false };
    let stage = dice.below(stages.len());
    let Some(steps) = list_of(&mut stages[stage], "steps").filter(|steps| steps.len() > 1) else { return false };
    let (from, to) = (dice.below(steps.len()), dice.below(steps.len()));
    let Some(items) = list_of(&mut steps[from], "items").filter(|items| from != to && !items.is_empty()) else {
        return false;
    };
    let item = items.remove(dice.below(items.len()));
    match list_of(&mut steps[to], "items") {
        Some(items) => items.push(item),
        None => {
            let Tree::Map { entries, .. } = &mut steps[to].value else { return true };
            entries.push(("items".to_owned(), list(vec![item], true)));
        }
    }
    true
}

/// The items of a list that a mapping has.
fn list_of<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Vec<Node>> {
    let Tree::Map { entries, .. } = &mut node.value else { return None };
    match &mut entries.iter_mut().find(|(name, _)| name == key)?.1.value {
        Tree::List { items, .. } => Some(items),
        _ => None,
    }
}
