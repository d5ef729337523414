//! Who may change what: commits judged by the roles of a workspace.
//!
//! Knows nothing of git: which files a commit's author changed comes from the caller. The roles are those before the
//! commits, so that nobody gives themselves one.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Level, Problem, Report, Rule};
use crate::model::{Workspace, names};
use crate::store::layout::{
    INTEGRATIONS, MEMBERS, TEMPLATES, WORKSPACE_FILE, is_among_own, is_for_owners, is_of_member, says_what_is_read,
};
use crate::text::{Span, WsPath};

/// A commit as far as it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What one calls the commit: the first digits of its name.
    pub commit: String,
    /// Who made it.
    pub author: String,
    /// The address they made it under.
    pub email: String,
    /// Whether it is signed.
    pub is_signed: bool,
    /// What its author changed, sorted.
    pub files: Vec<WsPath>,
}

/// Judges commits by the members and rules of a workspace as it was before them. Where it has no members, everybody
/// may change it.
pub fn judge(workspace: &Workspace, deeds: &[Deed]) -> Report {
    let roles = roles(workspace);
    let mut findings = Vec::new();
    for deed in deeds {
        let mut files =
            deed.files.iter().filter(|path| is_among_own(&in_one_case(path)) || says_what_is_read(path)).peekable();
        if let Some(first) = files.peek()
            && !deed.is_signed
        {
            findings.push(unsigned(workspace, deed, first));
        }
        if let Some(roles) = &roles {
            findings.extend(files.filter_map(|path| judge_file(workspace, roles, deed, path)));
        }
    }
    Report::new(findings)
}

/// Who a member is, and their role.
struct Known<'w> {
    id: &'w str,
    name: &'w str,
    role: &'w str,
}

type Roles<'w> = HashMap<String, Known<'w>>;

/// Roles by address; `None` where the workspace has no members. A role that is none allows nothing.
fn roles(workspace: &Workspace) -> Option<Roles<'_>> {
    if workspace.members().next().is_none() && !workspace.record.is_unread(names::MEMBERS) {
        return None;
    }
    let mut roles = HashMap::new();
    for member in workspace.members() {
        for email in member.emails() {
            roles.entry(email.trim().to_lowercase()).or_insert_with(|| Known {
                id: member.id().map_or("", |id| id.value),
                name: member.name().unwrap_or_default(),
                role: member.role().unwrap_or("viewer"),
            });
        }
    }
    Some(roles)
}

/// A path as file systems that know no case take it: there, `Workspace.yaml` is the settings.
fn in_one_case(path: &WsPath) -> WsPath {
    WsPath::new(&path.as_str().to_ascii_lowercase()).unwrap_or_else(|| path.clone())
}

fn judge_file(workspace: &Workspace, roles: &Roles<'_>, deed: &Deed, path: &WsPath) -> Option<Diagnostic> {
    let (who, place) = (who(deed), &in_one_case(path));
    let (rule, message, help) = match roles.get(&deed.email.trim().to_lowercase()) {
        None => {
            let message = format!("`{path}` was changed in {} by {who}, who is no member", deed.commit);
            let help = "let an owner add the address to `members`, or commit again with one that is known".to_owned();
            (Rule::UnknownAuthor, message, help)
        }
        Some(Known { id, role, .. }) if *role == "owner" || is_of_member(place, id) => return None,
        Some(Known { role: "editor", .. }) if !is_for_owners(place) => return None,
        Some(Known { id, name, role }) => {
            let may = match *role {
                "editor" => format!(
                    "everything but `{WORKSPACE_FILE}`, `{INTEGRATIONS}/`, `{TEMPLATES}/` and what others set in `{MEMBERS}/`"
                ),
                _ => format!("nothing but `{MEMBERS}/{id}.yaml`"),
            };
            let who_may = if is_for_owners(place) { "owner" } else { "editor or owner" };
            let message = format!("`{path}` was changed in {} by {who}, who as {role} may change {may}", deed.commit);
            let help = format!("let an {who_may} make the change, or have an owner give {name} another role first");
            (Rule::RoleExceeded, message, help)
        }
    };
    let level = workspace.level(rule);
    (level != Level::Off).then(|| Problem::new(rule, Span::FILE, message).help(help).at(path.clone(), None, level))
}

fn unsigned(workspace: &Workspace, deed: &Deed, path: &WsPath) -> Diagnostic {
    let message = format!("{} by {} is not signed", deed.commit, who(deed));
    let problem = Problem::new(Rule::UnsignedCommit, Span::FILE, message)
        .help("sign it: `git commit --amend --no-edit --gpg-sign`");
    problem.at(path.clone(), None, workspace.level(Rule::UnsignedCommit))
}

fn who(deed: &Deed) -> String {
    format!("{} <{}>", deed.author, deed.email)
}
