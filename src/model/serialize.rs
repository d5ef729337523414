//! Decoded fields as plain data, for whatever is written for programs.
//!
//! What may be written in a short form is always written in the long one; text stays text, whatever it looks like.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::prose::Prose;
use super::record::{Custom, Decimal, Emotions, FieldValue, Record, RuleSetting};
use crate::yaml;

impl Record {
    /// Its fields as a mapping, but those of these names: in the order written, the user's own last.
    pub fn without<'r>(&'r self, names: &'r [&'r str]) -> Fields<'r> {
        Fields { record: self, without: names }
    }
}

/// Fields of a mapping, to be serialised.
pub struct Fields<'r> {
    record: &'r Record,
    without: &'r [&'r str],
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for slot in self.record.slots.iter().filter(|slot| !self.without.contains(&slot.field.name)) {
            let name = slot.field.name;
            match &slot.value.value {
                // Whoever wants one number need not know of marks by persona.
                FieldValue::Emotions(marks) => {
                    map.serialize_entry(name, &marks.lowest())?;
                    map.serialize_entry(&format!("{name}s"), marks)?;
                }
                value => map.serialize_entry(name, value)?,
            }
        }
        add_custom::<S>(&mut map, &self.record.custom)?;
        map.end()
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.without(&[]).serialize(serializer)
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            FieldValue::Text(text) => serializer.serialize_str(text),
            FieldValue::Prose(prose) => prose.serialize(serializer),
            FieldValue::Number(number) => number.serialize(serializer),
            FieldValue::Bool(truth) => serializer.serialize_bool(*truth),
            FieldValue::Scale(mark) => serializer.serialize_u8(*mark),
            FieldValue::Emotion(mark) => mark.serialize(serializer),
            FieldValue::Emotions(marks) => marks.serialize(serializer),
            FieldValue::Date(date) => serializer.collect_str(date),
            FieldValue::List(values) => serializer.collect_seq(values.iter().map(|value| &value.value)),
            FieldValue::Record(record) => record.serialize(serializer),
            FieldValue::LaneTexts(texts, custom) => {
                let mut map = serializer.serialize_map(None)?;
                for (lane, text) in texts {
                    map.serialize_entry(&lane.value, &text.value)?;
                }
                add_custom::<S>(&mut map, custom)?;
                map.end()
            }
            FieldValue::NamedTexts(texts, custom) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, text) in texts {
                    map.serialize_entry(&name.value, &text.value)?;
                }
                add_custom::<S>(&mut map, custom)?;
                map.end()
            }
            FieldValue::RuleLevels(settings, custom) => {
                let mut map = serializer.serialize_map(None)?;
                for setting in settings {
                    map.serialize_entry(setting.rule.name(), setting)?;
                }
                add_custom::<S>(&mut map, custom)?;
                map.end()
            }
        }
    }
}

impl Serialize for Emotions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (persona, mark) in &self.by_persona {
            map.serialize_entry(&persona.value, mark)?;
        }
        add_custom::<S>(&mut map, &self.custom)?;
        map.end()
    }
}

impl Serialize for RuleSetting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(level) = self.level {
            map.serialize_entry("level", level.name())?;
        }
        if let Some(days) = self.days {
            map.serialize_entry("days", &days)?;
        }
        add_custom::<S>(&mut map, &self.custom)?;
        map.end()
    }
}

impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        yaml::serialize_decimal(&self.text, serializer)
    }
}

fn add_custom<S: Serializer>(map: &mut S::SerializeMap, custom: &[Custom]) -> Result<(), S::Error> {
    custom.iter().try_for_each(|field| map.serialize_entry(&field.name.value, &field.value))
}
