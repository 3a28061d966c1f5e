// The client of openapi-typescript and openapi-fetch against a running server: API, TOKEN and CODE in the environment.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./schema";

const { API = "", TOKEN = "", CODE = "" } = process.env;
const client = createClient<paths>({ baseUrl: API, headers: { Authorization: `Bearer ${TOKEN}` } });

const users = await client.GET("/users", { params: { query: { per_page: 5, gender: "female" } } });
assert.ok(users.data && users.data.items.every((user) => user.gender === "female"));

const segment = await client.POST("/segments", {
  body: {
    name: "openapi-typescript",
    filter: { all: [{ field: "gender", op: "eq", value: "female" }, { not: { field: "age", op: "lt", value: 18 } }] },
  },
});
assert.equal(segment.response.status, 201);
assert.equal(segment.data?.name, "openapi-typescript");

const redemption = await client.POST("/discounts/redeem", {
  params: { header: { "Idempotency-Key": "openapi-typescript" } },
  body: { code: CODE, order_amount: "5000.00" },
});
assert.equal(redemption.data?.status, "success");

const missing = await client.GET("/users/{id}", { params: { path: { id: 999999 } } });
assert.equal(missing.error?.type, "/problems/not-found");
assert.equal(missing.error?.status, 404);
