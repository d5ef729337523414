//! The tree as plain data, for fields of the user's own.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Node, Scalar, Value};

impl Serialize for Node {
    /// Absent values are null, plain decimals numbers, plain `true` and `false` booleans, all other scalars text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Scalar(scalar) => scalar.serialize(serializer),
            Value::Sequence(sequence) => serializer.collect_seq(&sequence.items),
            Value::Mapping(mapping) => {
                let mut map = serializer.serialize_map(Some(mapping.entries.len()))?;
                for entry in &mapping.entries {
                    map.serialize_entry(&entry.key.key_text(), &entry.value)?;
                }
                map.end()
            }
        }
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_absent() {
            return serializer.serialize_none();
        }
        if let Some(truth) = self.as_bool() {
            return serializer.serialize_bool(truth);
        }
        match self.as_decimal() {
            Some(text) => serialize_decimal(text, serializer),
            None => serializer.serialize_str(&self.text),
        }
    }
}

/// A plain decimal as a number. Digits beyond what a double holds exactly stay text, so that nothing is lost.
pub fn serialize_decimal<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT_DIGITS: usize = 15;
    match (text.parse::<i64>(), text.parse::<f64>()) {
        _ if text.len() > EXACT_DIGITS => serializer.serialize_str(text),
        (Ok(whole), _) => serializer.serialize_i64(whole),
        (_, Ok(number)) => serializer.serialize_f64(number),
        _ => serializer.serialize_str(text),
    }
}

impl Node {
    /// A key as text; a list or mapping that is a key, which YAML allows, in JSON.
    pub fn key_text(&self) -> String {
        match self.as_scalar() {
            Some(scalar) => scalar.text.clone(),
            None => serde_json::to_string(self).unwrap_or_default(),
        }
    }
}
