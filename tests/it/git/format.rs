//! Repositories whose owner or format stands in the way.

use wayfare::git::{OpenError, Repository};

use super::sandbox::{Sandbox, belongs, said, sandboxed, shown};

/// Why the repository cannot be opened, and what to do.
fn refusal(sandbox: &Sandbox) -> String {
    match Repository::open(&sandbox.folder()) {
        Ok(_) => panic!("the repository was opened"),
        Err(error) => said(&error),
    }
}

sandboxed! {
    fn names_of_256_bits_are_refused_clearly(sandbox) {
        sandbox.git(&["init", "-q", "--object-format=sha256"]);
        sandbox.write("workspace.yaml", "name: Acme\n");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Begin"]);
        let state = sandbox.state();
        let folder = sandbox.folder();
        let expected = format!(
            "`{}` is a repository with SHA-256 object names, which is not supported; move its history to a repository \
             with git's default format",
            folder.display()
        );
        assert_eq!(refusal(sandbox), expected);
        assert_eq!(sandbox.state(), state);
    }

    fn another_format_of_references_is_refused_clearly(sandbox) {
        sandbox.git_anyway(&["init", "-q", "--ref-format=reftable"]);
        if !sandbox.folder().join(".git/reftable").exists() {
            // This git is older than the format.
            return;
        }
        let refusal = refusal(sandbox);
        assert!(refusal.contains("with reftable references, which is not supported; run `git refs migrate"), "{refusal}");
    }

    fn an_unknown_extension_is_refused_by_name(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["config", "core.repositoryFormatVersion", "1"]);
        sandbox.git(&["config", "extensions.unheardOf", "true"]);
        let refusal = refusal(sandbox);
        assert!(refusal.contains("with the extension `"), "{refusal}");
    }

}

#[cfg(unix)]
sandboxed! {
    fn a_repository_of_somebody_else_is_trusted_only_when_the_user_says_so(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "changed\n");
        let folder = sandbox.folder();
        let give_away = |path: &std::path::Path| std::os::unix::fs::chown(path, Some(65_534), None);
        if give_away(&folder).is_err() {
            // Only the system's administrator can give a folder away.
            return;
        }
        give_away(&folder.join(".git")).expect("as before");
        match Repository::open(&folder) {
            Err(OpenError::Owner(path)) => assert_eq!(path, folder),
            other => panic!("{:?}", other.err()),
        }
        let help = format!("`git config --global --add safe.directory {}`", folder.display());
        assert!(refusal(sandbox).ends_with(&help), "{}", refusal(sandbox));
        sandbox.git_in(sandbox.root(), &["config", "--global", "--add", "safe.directory", &folder.to_string_lossy()]);
        assert_eq!(shown(&sandbox.open().changes(&belongs).expect("a status")), ["modified blocks/email.md"]);
    }
}
