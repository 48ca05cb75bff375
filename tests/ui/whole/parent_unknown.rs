include!("../notes.rs");

policy! {
    resource note;
    resource user;
    role member { note: read; }
    role admin: membr { note: edit; user: delete; }
}
