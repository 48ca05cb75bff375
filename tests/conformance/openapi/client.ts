// A client from nothing but the documents of two running services, compiled in strict mode.
import createClient from "openapi-fetch";

import type { paths as Rooms } from "./generated/rooms.js";
import type { paths as Teamspace } from "./generated/teamspace.js";

declare const process: { argv: string[]; exitCode?: number };

const [, , teamspaceUrl, roomsUrl, token] = process.argv;
const teamspace = createClient<Teamspace>({ baseUrl: teamspaceUrl ?? "", headers: { authorization: `Bearer ${token}` } });
const rooms = createClient<Rooms>({ baseUrl: roomsUrl ?? "" });

function check(truth: boolean, what: string): void {
    if (!truth) {
        process.exitCode = 1;
        console.log(`not so: ${what}`);
    }
}

const published = await teamspace.POST("/posts", { body: { title: "Hello", body: "From a generated client.", draft: false } });
check(published.response.status === 201 && published.data?.title === "Hello", "a post is published");
const id: number = published.data?.id ?? 0;
const read = await teamspace.GET("/posts/{id}", { params: { path: { id } } });
check(read.data?.body === "From a generated client.", "it can be read");
const found = await teamspace.GET("/posts", { params: { query: { text: "Hello", size: 1 } } });
check(found.data?.posts.length === 1, "it is found");

const refused = await teamspace.POST("/posts", { body: { title: " ", body: "", draft: false } });
check(refused.error?.status === 422 && refused.error.errors?.["title"] !== undefined, "an empty title is refused, by its name");
const post = { title: "a", body: "b", draft: false, author: "mo" };
const forged = await teamspace.POST("/posts", { body: post });
check(forged.error?.errors?.["author"]?.[0] === "unknown field", "a field that no type names is refused");

async function book(room: number): Promise<string> {
    const { data, error } = await rooms.POST("/rooms/{room}/bookings", { params: { path: { room } }, body: { name: "Ada" } });
    if (data) {
        return `booked for ${data.name}`;
    }
    // @ts-expect-error no such code
    if (error.code === "ROOM_TAKN") return "never";
    // Each code has its status, and there are no others.
    switch (error.code) {
        case "ROOM_TAKEN": {
            const status: 409 = error.status;
            return `taken (${status})`;
        }
        case "ROOM_UNKNOWN": {
            const status: 404 = error.status;
            return `unknown (${status})`;
        }
        case "VALIDATION_ERROR": {
            const status: 422 = error.status;
            return `invalid (${status})`;
        }
        case "MALFORMED_INPUT":
        case "TIMEOUT":
        case "PAYLOAD_TOO_LARGE":
        case "UNSUPPORTED_MEDIA_TYPE":
        case "RATE_LIMITED":
        case "INTERNAL_ERROR":
        case "UNAVAILABLE":
            return error.title;
        default: {
            const none: never = error;
            return none;
        }
    }
}

check((await book(1)) === "booked for Ada", "a room is booked");
check((await book(2)) === "taken (409)", "a room is taken");
check((await book(3)) === "unknown (404)", "a room is unknown");
check((await book(-1)) === "invalid (422)", "a room has no negative number");
if (process.exitCode === undefined) console.log("as documented");
