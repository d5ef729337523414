//! Makes workspaces of any size that look like real ones and are clean under `check`.
//!
//! The same size and seed give the same bytes. A fifth of the items are building blocks; there is a journey for every
//! 150 items, with six stages and 30 to 60 steps; every item is placed, and links lead from touchpoints to metrics.

mod prose;
pub(crate) mod random;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use random::Random;

/// Files by path.
pub(crate) type Files = BTreeMap<String, String>;

const ITEMS_A_JOURNEY: usize = 150;
const STAGES: [&str; 6] = ["Discover", "Sign up", "Set up", "First result", "Daily use", "Renewal"];
const MEMBERS: [&str; 6] = ["maya", "jon", "eva", "tomas", "aiko", "lena"];
const TAGS: [&str; 6] = ["growth", "setup", "billing", "mobile", "support", "trust"];

/// The kinds in the order they are made, so that any number of items holds enough of each to link.
const KINDS: [Kind; 20] = {
    use Kind::{Insight as I, Metric as M, Opportunity as O, Solution as S, Touchpoint as T};
    [T, I, O, S, M, T, I, T, I, O, S, M, T, I, T, O, S, M, T, I]
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Touchpoint,
    Insight,
    Opportunity,
    Solution,
    Metric,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Touchpoint => "touchpoint",
            Kind::Insight => "insight",
            Kind::Opportunity => "opportunity",
            Kind::Solution => "solution",
            Kind::Metric => "metric",
        }
    }

    /// What a link from here leads to.
    fn next(self) -> Option<Kind> {
        match self {
            Kind::Touchpoint => Some(Kind::Insight),
            Kind::Insight => Some(Kind::Opportunity),
            Kind::Opportunity => Some(Kind::Solution),
            Kind::Solution => Some(Kind::Metric),
            Kind::Metric => None,
        }
    }
}

struct Item {
    id: String,
    kind: Kind,
    links: Vec<String>,
}

struct Generator {
    random: Random,
    files: Files,
    personas: Vec<String>,
    signals: Vec<String>,
    /// What prose may refer to.
    named: Vec<String>,
}

/// Makes a workspace of about `items` items.
pub(crate) fn generate(items: usize, seed: u64) -> Files {
    let journeys = (items / ITEMS_A_JOURNEY).max(1);
    let blocks = items / 5;
    let local = items - blocks;
    let mut generator = Generator {
        random: Random::new(seed),
        files: Files::new(),
        personas: (0..journeys.clamp(5, 40)).map(|n| format!("persona-{n}")).collect(),
        signals: (0..items / 10).map(|n| format!("ticket-{n:05}")).collect(),
        named: Vec::new(),
    };
    generator.write_workspace();
    let blocks = generator.make_items("block", blocks, &[]);
    let own: Vec<Vec<Item>> = (0..journeys)
        .map(|n| {
            let count = local / journeys + usize::from(n < local % journeys);
            generator.make_items(&format!("j{n}"), count, &blocks)
        })
        .collect();
    generator.named = blocks.iter().chain(own.iter().flatten()).map(|item| item.id.clone()).collect();
    let mut steps = Vec::new();
    for (n, items) in own.iter().enumerate() {
        let shared: Vec<&Item> = blocks.iter().skip(n).step_by(journeys).collect();
        steps.extend(generator.write_journey(n, items, &shared));
        for item in items {
            generator.write_item(&format!("journeys/{}/items/{}s", journey_id(n), item.kind.name()), item);
        }
    }
    for item in &blocks {
        generator.write_item(&format!("blocks/{}s", item.kind.name()), item);
    }
    generator.write_personas();
    generator.write_signals(&steps);
    generator.files
}

fn journey_id(number: usize) -> String {
    format!("journey-{number:03}")
}

impl Generator {
    fn write_workspace(&mut self) {
        let mut text = String::from("name: Generated product team\nsummary: A workspace of a chosen size.\nmembers:\n");
        for (n, member) in MEMBERS.iter().enumerate() {
            let role = if n == 0 { "owner" } else { "editor" };
            let _ = writeln!(text, "  - {{ id: {member}, name: {member} Example, role: {role} }}");
        }
        let _ = writeln!(text, "vocabulary:\n  tags: [{}]", TAGS.join(", "));
        text.push_str("lanes:\n  - { id: backstage, title: Backstage }\n");
        self.files.insert("workspace.yaml".to_owned(), text);
    }

    /// Names items and links them among themselves; some also to `shared` ones.
    fn make_items(&mut self, prefix: &str, count: usize, shared: &[Item]) -> Vec<Item> {
        let kinds = (0..count).map(|n| KINDS[n % KINDS.len()]);
        let id = |(n, kind): (usize, Kind)| format!("{prefix}-{}-{n}", kind.name());
        let mut items: Vec<Item> =
            kinds.enumerate().map(|(n, kind)| Item { id: id((n, kind)), kind, links: Vec::new() }).collect();
        let of_kind = |kind: Kind| items.iter().filter(|item| item.kind == kind).map(|item| item.id.clone()).collect();
        let pools: [Vec<String>; 5] =
            [Kind::Touchpoint, Kind::Insight, Kind::Opportunity, Kind::Solution, Kind::Metric].map(of_kind);
        let mut counts = [0; 5];
        for item in &mut items {
            let turn = counts[item.kind as usize];
            counts[item.kind as usize] += 1;
            let Some(next) = item.kind.next() else { continue };
            // One after the other, so that everything is led to by something.
            let pool = &pools[next as usize];
            if !pool.is_empty() {
                item.links.push(pool[turn % pool.len()].clone());
            }
            let reusable: Vec<&Item> = shared.iter().filter(|other| other.kind == next).collect();
            if !reusable.is_empty() && self.random.chance(20) {
                item.links.push(self.random.pick(&reusable).id.clone());
            }
        }
        items
    }

    /// Writes a journey that places all items, and gives its steps' addresses.
    fn write_journey(&mut self, number: usize, items: &[Item], shared: &[&Item]) -> Vec<String> {
        let id = journey_id(number);
        // No step stays without items.
        let count = self.random.between(30, 60).clamp(1, items.len().max(1));
        let mut placed: Vec<Vec<&str>> = vec![Vec::new(); count];
        for (n, item) in items.iter().enumerate() {
            placed[n * count / items.len().max(1)].push(&item.id);
        }
        for item in shared {
            for _ in 0..self.random.between(1, 3) {
                let step = self.random.below(count);
                if !placed[step].contains(&item.id.as_str()) {
                    placed[step].push(&item.id);
                }
            }
        }
        let persona = self.personas[number % self.personas.len()].clone();
        let other = self.personas[(number + 1) % self.personas.len()].clone();
        let mut text = format!(
            "title: {}\nsummary: {}\nowner: {}\npersonas: [{persona}, {other}]\ntags: [{}]\ndescription: |\n  {}\nstages:\n",
            prose::title(&mut self.random, number),
            prose::sentence(&mut self.random),
            self.random.pick(&MEMBERS),
            self.random.pick(&TAGS),
            prose::sentence(&mut self.random),
        );
        let mut addresses = Vec::new();
        for (step, items) in placed.iter().enumerate() {
            let stage = step * STAGES.len() / count;
            if step == 0 || (step - 1) * STAGES.len() / count != stage {
                let _ = write!(text, "  - id: stage-{stage}\n    title: {}\n    steps:\n", STAGES[stage]);
            }
            addresses.push(format!("{id}/stage-{stage}/step-{step}"));
            self.write_step(step, items, &mut text);
        }
        self.files.insert(format!("journeys/{id}/journey.yaml"), text);
        addresses
    }

    fn write_step(&mut self, step: usize, items: &[&str], text: &mut String) {
        let words = prose::words(&mut self.random, 4);
        let _ = write!(text, "      - id: step-{step}\n        title: Customer {words}\n");
        let _ = writeln!(text, "        emotion: {}", self.random.between(1, 5));
        if self.random.chance(30) {
            let _ = writeln!(text, "        description: |\n          {}", prose::sentence(&mut self.random));
        }
        if self.random.chance(30) {
            let _ = writeln!(text, "        lanes: {{ backstage: {} }}", prose::words(&mut self.random, 6));
        }
        if !items.is_empty() {
            text.push_str("        items:\n");
        }
        for item in items {
            if self.random.chance(10) {
                let note = prose::words(&mut self.random, 5);
                let _ = writeln!(text, "          - {{ item: {item}, note: {note} }}");
            } else {
                let _ = writeln!(text, "          - {item}");
            }
        }
    }

    fn write_item(&mut self, folder: &str, item: &Item) {
        let title = prose::title(&mut self.random, self.files.len());
        let mut text = format!("---\nkind: {}\ntitle: {title}\n", item.kind.name());
        let owner = *self.random.pick(&MEMBERS);
        let scale = |random: &mut Random| random.between(1, 5);
        match item.kind {
            Kind::Touchpoint => {
                let channel = *self.random.pick(&["website", "app", "email", "support", "docs"]);
                let actor = self.random.pick(&self.personas);
                let _ = writeln!(text, "status: confirmed\nchannel: {channel}\nactor: [{actor}]");
            }
            Kind::Insight => {
                let segment = self.random.pick(&self.personas);
                let severity = self.random.between(1, 5);
                let _ = writeln!(text, "status: validated\ntype: pain\nconfidence: high\nseverity: {severity}");
                let _ = writeln!(text, "segment: [{segment}]\nevidence:");
                let _ = writeln!(text, "  - quote: {}", prose::sentence(&mut self.random));
                if !self.signals.is_empty() {
                    let _ = writeln!(text, "    signal: {}", self.random.pick(&self.signals));
                }
            }
            Kind::Opportunity => {
                let (impact, effort) = (scale(&mut self.random), scale(&mut self.random));
                let _ = writeln!(text, "status: prioritized\nowner: {owner}\nimpact: {impact}\neffort: {effort}");
                text.push_str("priority: high\n");
            }
            Kind::Solution => {
                let (impact, effort) = (scale(&mut self.random), scale(&mut self.random));
                let _ = writeln!(text, "status: planned\nowner: {owner}\ntype: feature\nimpact: {impact}");
                let _ = writeln!(text, "effort: {effort}\ntarget_date: 2026-0{}-15", self.random.between(1, 9));
            }
            Kind::Metric => {
                let current = self.write_measurements(folder, &item.id);
                let _ = writeln!(text, "status: active\nowner: {owner}\ntype: customer\nunit: percent");
                let _ = writeln!(text, "baseline: 20\ncurrent: {current}\ntarget: 80\ndirection: higher\nperiod: week");
            }
        }
        if !item.links.is_empty() {
            let _ = writeln!(text, "links: [{}]", item.links.join(", "));
        }
        let _ = writeln!(text, "tags: [{}]\n---", self.random.pick(&TAGS));
        let member = *self.random.pick(&MEMBERS);
        prose::write_body(&mut self.random, &self.named, member, &mut text);
        self.files.insert(format!("{folder}/{}.md", item.id), text);
    }

    /// Writes a year of measurements, and gives the last.
    fn write_measurements(&mut self, folder: &str, id: &str) -> String {
        let mut text = String::from("date,value\n");
        let mut value = String::new();
        for week in 0..self.random.between(12, 48) {
            value = format!("{}.{}", self.random.between(20, 79), self.random.between(1, 9));
            let _ = writeln!(text, "2026-{:02}-{:02},{value}", week / 4 + 1, week % 4 * 7 + 1);
        }
        self.files.insert(format!("{folder}/{id}.csv"), text);
        value
    }

    fn write_personas(&mut self) {
        for persona in self.personas.clone() {
            let mut text = format!("---\nname: {}\n", prose::words(&mut self.random, 2));
            let _ = writeln!(text, "role: {}\nrole_in_journey: end-user", prose::words(&mut self.random, 3));
            let _ = writeln!(text, "goals: [{}]", prose::words(&mut self.random, 5));
            let _ = writeln!(text, "frustrations: [{}]\ntech_savviness: low\n---", prose::words(&mut self.random, 5));
            prose::write_body(&mut self.random, &self.named, MEMBERS[0], &mut text);
            self.files.insert(format!("personas/{persona}.md"), text);
        }
    }

    fn write_signals(&mut self, steps: &[String]) {
        for (n, signal) in self.signals.clone().into_iter().enumerate() {
            let mut text = format!("---\nsource: helpdesk\nexternal_id: {n}\nreceived: 2026-10-{:02}\n", n % 28 + 1);
            if n % 2 == 0 && !steps.is_empty() {
                let _ = writeln!(text, "status: placed\nstep: {}", self.random.pick(steps));
            }
            let _ = writeln!(text, "persona: {}\n---", self.random.pick(&self.personas));
            let _ = writeln!(text, "{}", prose::sentence(&mut self.random));
            self.files.insert(format!("signals/helpdesk/{signal}.md"), text);
        }
    }
}
