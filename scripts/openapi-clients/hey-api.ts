// The client of @hey-api/openapi-ts against a running server: API, TOKEN and CODE in the environment.
import assert from "node:assert/strict";
import { createSegment, getUser, listUsers, redeemCode } from "./hey-api-client";
import { client } from "./hey-api-client/client.gen";

const { API = "", TOKEN = "", CODE = "" } = process.env;
client.setConfig({ baseUrl: API, auth: TOKEN });

const users = await listUsers({ query: { per_page: 5, is_blocked: false } });
assert.ok(users.data && users.data.items.length > 0);

const segment = await createSegment({
  body: { name: "hey-api", filter: { any: [{ field: "tags", op: "contains", value: "vip" }] } },
});
assert.equal(segment.response?.status, 201);
assert.equal(segment.data?.name, "hey-api");

const redemption = await redeemCode({
  headers: { "Idempotency-Key": "hey-api" },
  body: { code: CODE, order_amount: "5000.00" },
});
assert.equal(redemption.data?.status, "success");

const missing = await getUser({ path: { id: 999999 } });
assert.equal(missing.error?.type, "/problems/not-found");
assert.equal(missing.error?.status, 404);
