include!("../notes.rs");

policy! {
    resource note;
    resorce user;
    role member { note: read; }
    role admin: member { note: edit; user: delete; }
}
