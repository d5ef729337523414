//! The names of fields that mean something to more than their table.
//!
//! A field that only its table knows of has its name there alone.

/// `aliases`
pub const ALIASES: &str = "aliases";
/// `allow`
pub const ALLOW: &str = "allow";
/// `date`
pub const DATE: &str = "date";
/// `description`
pub const DESCRIPTION: &str = "description";
/// `emotion`
pub const EMOTION: &str = "emotion";
/// `duration`
pub const DURATION: &str = "duration";
/// `evidence`
pub const EVIDENCE: &str = "evidence";
/// `future_of`
pub const FUTURE_OF: &str = "future_of";
/// `groups`
pub const GROUPS: &str = "groups";
/// `file`
pub const FILE: &str = "file";
/// `id`
pub const ID: &str = "id";
/// `image`
pub const IMAGE: &str = "image";
/// `item`
pub const ITEM: &str = "item";
/// `items`
pub const ITEMS: &str = "items";
/// `journeys`
pub const JOURNEYS: &str = "journeys";
/// `kind`
pub const KIND: &str = "kind";
/// `lanes`
pub const LANES: &str = "lanes";
/// `links`
pub const LINKS: &str = "links";
/// `members`
pub const MEMBERS: &str = "members";
/// `moment_of_truth`
pub const MOMENT_OF_TRUTH: &str = "moment_of_truth";
/// `name`
pub const NAME: &str = "name";
/// `owner`
pub const OWNER: &str = "owner";
/// `personas`
pub const PERSONAS: &str = "personas";
/// `publish`
pub const PUBLISH: &str = "publish";
/// `received`
pub const RECEIVED: &str = "received";
/// `site`
pub const SITE: &str = "site";
/// `source`
pub const SOURCE: &str = "source";
/// `stages`
pub const STAGES: &str = "stages";
/// `state`
pub const STATE: &str = "state";
/// `status`
pub const STATUS: &str = "status";
/// `steps`
pub const STEPS: &str = "steps";
/// `summary`
pub const SUMMARY: &str = "summary";
/// `tags`
pub const TAGS: &str = "tags";
/// `target`
pub const TARGET: &str = "target";
/// `title`
pub const TITLE: &str = "title";
/// `type`
pub const TYPE: &str = "type";
/// `unit`
pub const UNIT: &str = "unit";
/// `unit_label`
pub const UNIT_LABEL: &str = "unit_label";
/// `current`
pub const CURRENT: &str = "current";
/// `email`
pub const EMAIL: &str = "email";
/// `emails`
pub const EMAILS: &str = "emails";
/// `external_id`
pub const EXTERNAL_ID: &str = "external_id";
/// `external_ids`
pub const EXTERNAL_IDS: &str = "external_ids";
/// `vocabulary`
pub const VOCABULARY: &str = "vocabulary";
