//! What members set for themselves, in `members/<id>.yaml`.

use crate::program::Sandbox;

const MEMBERS: &str =
    "name: Acme\nmembers:\n  - { id: maya, name: Maya Chen, email: maya@acme.example, role: owner }\n";

fn sandbox(settings: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", MEMBERS);
    sandbox.write("members/maya.yaml", settings);
    sandbox
}

fn check(settings: &str) -> String {
    sandbox(settings).run(&["check"]).stdout
}

#[test]
fn what_may_be_set_is_clean() {
    for settings in [
        "",
        "timezone: Europe/Dublin\n",
        "timezone: UTC\nhandles: { chat: U024BE7LH, x-own: [1] }\n",
        "notify: off\n",
        "notify: { mentions: [mail], updates: digest, system: [], quiet: { from: \"18:30\", to: \"07:30\" } }\n",
        "notify:\n  updates: mail\n  digest: { via: mail, every: week, day: friday, at: \"08:00\" }\n  x-mine: 1\n",
        "notify: { quiet: { from: \"22:00\", to: \"06:00\", days: [saturday, sunday] } }\nx-mine: yes\n",
    ] {
        assert_eq!(check(settings), "", "{settings}");
    }
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    for (settings, says) in [
        ("timezone: Dublin\n", "`Dublin` is no name of a time zone"),
        ("timezone: europe/dublin\n", "`europe/dublin` is no name of a time zone"),
        ("notify: none\n", "write `off`, or the fields of a notification setting"),
        ("notify: { mention: mail }\n", "warn[unknown-field]"),
        ("notify: { quiet: { from: \"9:00\" } }\n", "`9:00` is no time of day"),
        ("notify: { quiet: { from: \"24:00\" } }\n", "`24:00` is no time of day"),
        ("notify: { digest: { every: month } }\n", "`month` is not a value of this field"),
        ("notify: { digest: { day: fridai } }\n", "did you mean `friday`"),
        ("handles: U024BE7LH\n", "warn[wrong-type]"),
        ("time_zone: UTC\n", "warn[unknown-field]"),
        ("timezone: [\n", "warn[yaml-syntax]"),
    ] {
        let found = check(settings);
        assert!(found.contains(says) && found.contains("members/maya.yaml"), "{settings}: {found}");
        assert!(!found.contains("error["), "{settings}: {found}");
    }
    let sandbox = sandbox("");
    sandbox.write("workspace.yaml", &format!("{MEMBERS}timezone: Oslo\n"));
    assert!(sandbox.run(&["check"]).stdout.contains("`Oslo` is no name of a time zone"));
}

/// The folder meant nothing in earlier versions.
#[test]
fn a_file_that_was_there_before_is_no_error() {
    let checked = sandbox("title: x\n").run(&["check"]);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    assert!(checked.stdout.contains("warn[unknown-field]"), "{}", checked.stdout);
}

#[test]
fn a_file_of_nobody_is_warned_of_and_nothing_in_it_is_an_error() {
    let sandbox = sandbox("timezone: UTC\n");
    sandbox.write("members/maia.yaml", "what: [is this\n");
    sandbox.write("members/minutes.yaml", "attended: [maya]\n");
    sandbox.write("members/notes.md", "Our own.\n");
    sandbox.write("members/2026/old.yaml", "a: b\n");
    let checked = sandbox.run(&["check"]);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    assert!(checked.stdout.contains("warn[unknown-member]: no member `maia`"), "{}", checked.stdout);
    assert!(checked.stdout.contains("did you mean `maya`? Rename the file to `maya.yaml`"), "{}", checked.stdout);
    assert!(checked.stdout.contains("warn[unknown-member]: no member `minutes`"), "{}", checked.stdout);
    assert!(checked.stdout.contains("warn[unexpected-file]: `notes.md` is no record"), "{}", checked.stdout);
    assert!(checked.stdout.contains("warn[unexpected-file]: `old.yaml` is no record"), "{}", checked.stdout);
}

#[test]
fn settings_are_shown_to_readers_of_the_repository_and_told_when_they_change() {
    let sandbox = sandbox("timezone: Europe/Oslo\nhandles: { chat: U024BE7LH }\n");
    sandbox.init_repository();
    sandbox.commit_as("Maya <maya@acme.example>", "2026-01-05T10:00:00+0000", "Begin");
    let built = |arguments: &[&str]| {
        assert_eq!(sandbox.run(&[&["build"], arguments].concat()).code, 0);
        [sandbox.read("site/members/maya.html"), sandbox.read("site/workspace.json")]
    };
    for text in built(&["--private"]) {
        assert!(text.contains("Europe/Oslo") && text.contains("U024BE7LH"), "{text}");
    }
    for text in built(&[]) {
        assert!(!text.contains("Europe/Oslo") && !text.contains("U024BE7LH"), "{text}");
    }
    sandbox.write("members/maya.yaml", "timezone: Europe/Rome\nhandles: { chat: U024BE7LH, mail: m }\nnotify: off\n");
    let told = sandbox.run(&["diff"]).stdout;
    for line in ["Settings of “Maya Chen” changed", "Europe/Oslo → Europe/Rome", "notify: off"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(told.contains("time zone: "), "{told}");
    let log = sandbox.run(&["log", "members/maya.yaml"]);
    assert!(log.stdout.contains("Begin"), "{}{}", log.stdout, log.stderr);
    let (base, theirs) =
        ("timezone: Europe/Oslo\nhandles: { chat: U }\n", "timezone: Europe/Rome\nhandles: { chat: U }\n");
    let ours = "timezone: Europe/Oslo\nhandles: { chat: U, mail: m }\n";
    for (name, text) in [("base", base), ("ours", ours), ("theirs", theirs)] {
        sandbox.write(name, text);
    }
    assert_eq!(sandbox.run(&["merge-driver", "base", "ours", "theirs", "members/maya.yaml"]).code, 0);
    assert_eq!(sandbox.read("ours"), "timezone: Europe/Rome\nhandles: { chat: U, mail: m }\n");
}
