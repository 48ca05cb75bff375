include!("../notes.rs");

policy! {
    resource note;
    #[cfg(not(test))]
    resource user;
    role member { note: read; }
    role admin: member { note: edit; user: delete; }
}
