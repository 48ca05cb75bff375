include!("../notes.rs");

policy! {
    resource self;
    resource note;
    resource user;
    role member { note: read; self: read; }
    role admin: member { note: edit; user: delete; }
}
