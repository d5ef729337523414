//! Whom a journey's map is about: its personas, and which of them its steps and items name.

use std::collections::BTreeMap;

use serde::Serialize;

use super::link::Here;
use crate::model::Step;
use crate::snapshot::{ItemKey, JourneyKey, PersonaKey};

/// The personas that a map can be looked at for, in the order in which the map names them.
#[derive(Debug, Default)]
pub(in crate::view) struct Audience {
    personas: Vec<PersonaKey>,
    /// The place of each, from 1.
    numbers: BTreeMap<PersonaKey, usize>,
}

/// A persona one can choose.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Choice {
    id: String,
    name: String,
}

impl Audience {
    /// Takes in those whom a journey names, then those whom its steps name, then those of its items.
    pub(in crate::view) fn new<'a>(
        here: &Here<'_>,
        journey: JourneyKey,
        steps: impl Iterator<Item = Step<'a>>,
        items: impl Iterator<Item = ItemKey>,
    ) -> Audience {
        let snapshot = here.snapshot();
        let document = snapshot.journey(journey).journey();
        let of_journey = document.into_iter().flat_map(|journey| journey.personas()).map(|id| id.value);
        let of_steps = steps.flat_map(|step| {
            let felt = step.emotions().iter().map(|(id, _)| id.value.as_str());
            step.personas().map(|id| id.value).chain(felt)
        });
        let named = of_journey.chain(of_steps).filter_map(|id| snapshot.find_persona(id).found());
        let mut audience = Audience::default();
        for persona in named.chain(items.flat_map(|item| of_item(here, item))) {
            let number = audience.personas.len() + 1;
            if *audience.numbers.entry(persona).or_insert(number) == number {
                audience.personas.push(persona);
            }
        }
        audience
    }

    /// All of them with their numbers.
    pub(in crate::view) fn numbered(&self) -> impl Iterator<Item = (PersonaKey, usize)> {
        self.personas.iter().enumerate().map(|(at, persona)| (*persona, at + 1))
    }

    /// Those one can choose, numbered from 1 by their place.
    pub(in crate::view) fn choices(&self, here: &Here<'_>) -> Vec<Choice> {
        let entries = self.personas.iter().map(|key| here.snapshot().persona(*key));
        entries.map(|entry| Choice { id: entry.id().to_owned(), name: entry.name().to_owned() }).collect()
    }

    /// The numbers of those whom a step is for; `None` when it names nobody and so is for all.
    pub(in crate::view) fn of_step(&self, here: &Here<'_>, step: Step<'_>) -> Option<String> {
        self.numbers(step.personas().filter_map(|id| here.snapshot().find_persona(id.value).found()))
    }

    /// The numbers of those whom an item is about; `None` when it names nobody and so is for whom its step is for.
    pub(in crate::view) fn of_item(&self, here: &Here<'_>, item: ItemKey) -> Option<String> {
        self.numbers(of_item(here, item).into_iter())
    }

    fn numbers(&self, personas: impl Iterator<Item = PersonaKey>) -> Option<String> {
        let numbers: Vec<String> = personas.filter_map(|key| self.numbers.get(&key)).map(usize::to_string).collect();
        (!numbers.is_empty()).then(|| numbers.join(" "))
    }
}

/// The personas whom an item names.
fn of_item(here: &Here<'_>, item: ItemKey) -> Vec<PersonaKey> {
    let record = here.snapshot().item(item).item().map(|item| &item.record);
    let named = record.into_iter().flat_map(|record| record.texts("actor").chain(record.texts("segment")));
    named.filter_map(|id| here.snapshot().find_persona(id.value).found()).collect()
}
