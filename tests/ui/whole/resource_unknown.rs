include!("../notes.rs");

policy! {
    resource note;
    resource user;
    role member { note: read; }
    role admin: member { note: edit; usr: delete; }
}
