include!("../notes.rs");

policy! {
    resource note;
    resource user;
    rol member { note: read; }
    role admin: member { note: edit; user: delete; }
}
