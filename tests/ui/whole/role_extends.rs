include!("../notes.rs");

policy! {
    resource note;
    resource user;
    role member { note: read; }
    role admin extends member { note: edit; user: delete; }
}
