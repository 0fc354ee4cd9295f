//! What one record gave, less the fields that later records have won.

use crate::model::{
    id::{Hash16, hash16, hex, unhex},
    time::Time,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Which of two records wins a field: the later own time (none is earliest), then the larger hash.
pub type Rank = (Option<i64>, Hash16);

/// Maps whose keys are registers of their own, with the sign their keys carry in a fragment.
const NESTED: [(&str, char); 2] = [("attributes", '@'), ("says", '%')];

/// The fields of one record, each as the JSON it came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fragment {
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    at: Option<i64>,
    #[serde(
        rename = "h",
        serialize_with = "write_hash",
        deserialize_with = "read_hash"
    )]
    hash: Hash16,
    #[serde(rename = "r", deserialize_with = "read_fields")]
    fields: BTreeMap<String, Box<RawValue>>,
}

impl Fragment {
    /// The fragment of a whole record, given as its canonical JSON object.
    pub(super) fn new(at: Option<Time>, json: &str) -> serde_json::Result<Self> {
        Ok(Self {
            at: at.map(|t| t.0),
            hash: hash16(json.as_bytes()),
            fields: flatten(serde_json::from_str(json)?)?,
        })
    }

    fn rank(&self) -> Rank {
        (self.at, self.hash)
    }
}

/// Lets a record into the registers: it keeps the fields it wins. True when it won any.
pub(super) fn merge(fragments: &mut Vec<Fragment>, mut new: Fragment) -> bool {
    let rank = new.rank();
    for old in fragments.iter_mut() {
        if old.rank() >= rank {
            new.fields.retain(|key, _| !old.fields.contains_key(key));
        } else {
            old.fields.retain(|key, _| !new.fields.contains_key(key));
        }
    }
    fragments.retain(|f| !f.fields.is_empty());
    if new.fields.is_empty() {
        return false;
    }
    let place = fragments.partition_point(|f| f.rank() < rank);
    fragments.insert(place, new);
    true
}

/// Reads the registers as one record.
pub(super) fn read<T: DeserializeOwned>(fragments: &[Fragment]) -> serde_json::Result<T> {
    let mut object: BTreeMap<&str, String> = BTreeMap::new();
    let mut nested = NESTED.map(|_| BTreeMap::<&str, &RawValue>::new());
    for (key, value) in fragments.iter().flat_map(|f| &f.fields) {
        match NESTED.iter().position(|(_, sign)| key.starts_with(*sign)) {
            Some(which) => {
                nested[which].insert(&key[1..], value);
            }
            None => {
                object.insert(key, value.get().to_owned());
            }
        }
    }
    for ((name, _), map) in NESTED.iter().zip(&nested) {
        if !map.is_empty() {
            object.insert(name, serde_json::to_string(map)?);
        }
    }
    let members: serde_json::Result<Vec<String>> = object
        .iter()
        .map(|(key, value)| Ok(format!("{}:{value}", serde_json::to_string(key)?)))
        .collect();
    serde_json::from_str(&format!("{{{}}}", members?.join(",")))
}

/// Turns the keys of nested maps into registers.
fn flatten(
    mut fields: BTreeMap<String, Box<RawValue>>,
) -> serde_json::Result<BTreeMap<String, Box<RawValue>>> {
    for (name, sign) in NESTED {
        let Some(map) = fields.remove(name) else {
            continue;
        };
        let inner: BTreeMap<String, Box<RawValue>> = serde_json::from_str(map.get())?;
        fields.extend(
            inner
                .into_iter()
                .map(|(key, v)| (format!("{sign}{key}"), v)),
        );
    }
    Ok(fields)
}

fn write_hash<S: Serializer>(hash: &Hash16, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&hex(hash))
}

fn read_hash<'de, D: Deserializer<'de>>(d: D) -> Result<Hash16, D::Error> {
    let text = String::deserialize(d)?;
    let bytes = unhex(&text).and_then(|b| Hash16::try_from(b).ok());
    bytes.ok_or_else(|| de::Error::custom("a fragment's hash has 32 hexadecimal digits"))
}

fn read_fields<'de, D: Deserializer<'de>>(
    d: D,
) -> Result<BTreeMap<String, Box<RawValue>>, D::Error> {
    flatten(BTreeMap::deserialize(d)?).map_err(de::Error::custom)
}
