//! Repositories made for a workspace that has none.

use std::fs;

use wayfare::git::{Initialised, init};

use super::sandbox::{belongs, sandboxed};

sandboxed! {
    fn a_repository_is_made_where_none_is(sandbox) {
        assert!(matches!(init(&sandbox.folder()), Ok(Initialised::New(_))));
        assert_eq!(sandbox.git(&["symbolic-ref", "HEAD"]), "refs/heads/main");
        sandbox.write("workspace.yaml", "name: Acme\n");
        let repository = sandbox.open();
        repository.plan_commit(&belongs).expect("a plan").commit("Begin", &mut Vec::new()).expect("a commit");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
        sandbox.git(&["fsck", "--strict"]);
    }

    fn the_first_branch_is_named_as_the_user_wants(sandbox) {
        fs::write(sandbox.root().join("home/.gitconfig"), "[init]\n\tdefaultBranch = trunk\n").expect("settings");
        assert!(matches!(init(&sandbox.folder()), Ok(Initialised::New(_))));
        assert_eq!(sandbox.git(&["symbolic-ref", "HEAD"]), "refs/heads/trunk");
    }

    fn the_first_branch_is_main_by_default(sandbox) {
        fs::write(sandbox.root().join("home/.gitconfig"), "").expect("settings");
        assert!(matches!(init(&sandbox.folder()), Ok(Initialised::New(_))));
        assert_eq!(sandbox.git(&["symbolic-ref", "HEAD"]), "refs/heads/main");
    }

    fn a_repository_above_is_kept(sandbox) {
        sandbox.init_workspace();
        fs::create_dir(sandbox.folder().join("inner")).expect("a folder");
        let before = sandbox.state();
        assert!(matches!(init(&sandbox.folder().join("inner")), Ok(Initialised::Existing(_))));
        assert!(!sandbox.folder().join("inner/.git").exists());
        assert_eq!(sandbox.state(), before);
    }
}
